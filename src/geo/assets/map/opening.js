// What opens on a mark: a record, a list of those on one spot, or a closer view.
import { isBare } from "../drawing/marks.js";
import { swatch } from "../furniture/swatch.js";
import { boundsOfFeatures } from "../sources/bounds.js";
import { unplacedQuery } from "../sources/queries.js";
import { someOf, uniqueById } from "./controls/counts.js";
import { SPLIT_ZOOM } from "./view.js";

const NO_ANSWER = "The server does not answer. Please try again.";
const LISTED = 50;                       // records asked for when a closer view does not take a cell apart

export class Opening {
  /** `parts` = {map, source, look, view, picture, overlay, nameMarks}; `query()` is the map's; select(id, feature) opens a record. */
  constructor(parts, query, select) {
    this._parts = parts;
    this._query = query;
    this._select = select;
  }

  /** Open a mark; the focus returns to `opener`. */
  open(mark, opener) {
    this._parts.overlay.hideTip();
    if (isBare(mark)) this._openNamed(mark, opener);
    else if (mark.kind === "incident") this._select(mark.ids[0], mark.feature);
    else if (mark.kind === "stack") this._openStack(mark, opener);
    else this._openCell(mark, opener);
  }

  /** List the records of an entry of what is not on the map. */
  async openUnplaced(entry, button) {
    const { source, look, map } = this._parts;
    const query = unplacedQuery(this._query(), entry, look.symbols.undrawn);
    const found = await this._answer(source.incidents(query, null, LISTED));
    if (!found) return;
    const features = found.features.filter(({ properties }) => entry.country || entry.precisions === "none" || !properties.place.country);
    if (!features.length) return;
    this._list(`${entry.label}: ${someOf(features.length, entry.count)}`, features.map(asMarked), spotOf(button, map), button);
  }

  // What stands there once it has a name; a page that can ask nobody opens nothing.
  async _openNamed(mark, opener) {
    const { source, picture, overlay, nameMarks } = this._parts;
    await nameMarks();
    const named = picture.markAt(mark, 0);
    if (named && !isBare(named)) this.open(named, opener);
    else if (named && source.named) overlay.notice(NO_ANSWER);
  }

  _openStack(mark, opener) {
    const { map, view, picture } = this._parts;
    const features = uniqueById(mark.members.map((member) => member.feature));
    const isSplit = map.getZoom() < SPLIT_ZOOM && picture.splits(features, SPLIT_ZOOM);
    if (isSplit) view.go(boundsOfFeatures(features), SPLIT_ZOOM);
    else this._list(`${features.length} records here`, features, mark, opener);
  }

  async _openCell(mark, opener) {
    const { source, view } = this._parts;
    if (!source.incidents || view.canSplit(mark.feature)) return view.approach(mark.feature);
    const found = await this._answer(source.incidents(this._query(), mark.feature.properties.bounds, LISTED));
    if (!found?.features.length) return;
    const { features, numberMatched } = found;
    this._list(`${someOf(features.length, numberMatched)} records here`, features.map(asMarked), mark, opener);
  }

  // A click that leads to nothing says why, until one leads to something.
  async _answer(asked) {
    const found = await asked.catch(() => null);
    this._parts.overlay.notice(found ? "" : NO_ANSWER);
    return found;
  }

  _list(title, features, spot, opener) {
    const { look, overlay } = this._parts;
    const rows = features.map((feature) => ({
      icon: swatch(feature.properties, look),
      title: feature.properties.title,
      detail: feature.properties.date,
      current: feature.properties.id === look.selected,
      choose: () => this._select(feature.properties.id, feature),
    }));
    overlay.showList(title, rows, spot, opener);
  }
}

/** A feature of /api/incidents with the properties that a mark's feature has. */
function asMarked({ id, geometry, properties }) {
  const { date = {}, status = {} } = properties;
  const coordinates = firstPoint(geometry);
  return {
    geometry: coordinates && { type: "Point", coordinates },
    properties: { ...properties, id: properties.id || id, date: date.start || date.reported || "", status: status.code },
  };
}

const firstPoint = (geometry) => geometry && (geometry.type === "Point" ? geometry.coordinates : geometry.coordinates[0]);

// A control as a spot of the map, so that a list can open next to it.
function spotOf(node, map) {
  const [box, frame] = [node, map.getContainer()].map((each) => each.getBoundingClientRect());
  return { x: box.left - frame.left + box.width / 2, y: box.top - frame.top + box.height / 2, r: box.height / 2 };
}
