// Names of countries, provinces, capitals and towns on the base map, on a canvas of their own. The marks of
// incidents and what is written next to them come before every name.
import { holds, isCut, middle, moved, overlap } from "../drawing/boxes.js";
import { sized } from "../drawing/canvas.js";
import { isolated } from "../drawing/words.js";
import { element } from "../furniture/element.js";
import { REACH, THEMES } from "../shared.js";
import { boundsInView } from "../sources/bounds.js";
import { asset, fetchJson } from "../sources/http.js";
import { turned } from "../sources/turns.js";
import { cellsIn, isDue, linesOf, placed, plain } from "./lettering.js";
import { widthOf, writeName } from "./letters.js";
import { paneOf } from "./panes.js";

const PADDING = 0.25;           // share of the view drawn beyond its edge, so that a drag shows names
const TOWNS = ["capital", "town"];

/**
 * Write names over the base map. `url` is that of labels.json, and the towns lie next to it; or what is in it.
 * marks() → {boxes: [[left, top, right, bottom]], names: [{text, box, x, y}], taken}: the marks and what is written
 * next to them, in container pixels, and the boxes that lie over the map; names give way to all. The first are written
 * once `start` resolves. regions() → rows of provinces in view, a list for each cell. Where `streets` are drawn, towns are theirs.
 */
export const nameLayer = (map, url, theme, marks, start, regions, streets = null) =>
  new NameLayer(url, theme, marks, start, regions, streets).addTo(map);

class NameLayer extends L.Layer {
  constructor(url, theme, marks, start, regions, streets) {
    super();
    this._url = url;
    this._theme = theme;
    this._marks = marks;
    this._start = start;
    this._regions = regions;
    this._ofCells = new WeakMap();   // rows of provinces → names
    this._streets = streets;
    this._names = [];
    this._drawn = [];
    this._files = new Map();
  }

  getAttribution() {
    return "GeoNames";
  }

  onAdd(map) {
    this._canvas = element("canvas", { class: "atlas-names leaflet-zoom-animated" });
    paneOf(map, "atlas-labels").append(this._canvas);
    this.ready = this._load();
    return this;
  }

  onRemove() {
    this._canvas.remove();
    return this;
  }

  /** @returns {Record<string, any>} */
  getEvents() {
    return { moveend: this._moved, resize: this._moved, zoom: this._follow, zoomanim: this._stretch };
  }

  setTheme(name) {
    this._theme = name;
    this._draw();
  }

  /** Choose and draw again: the marks have changed. */
  refresh() {
    if (this._map) this._place();
  }

  /** What is written in view, in container pixels; (x, y) is the box's upper left corner, at = [lon, lat]. */
  labels() {
    return this._inView().map(({ text, local, kind, name, box: [left, top, right, bottom] }) => ({
      text, local, kind, x: left, y: top, w: right - left, h: bottom - top, at: [name.point.lng, name.point.lat],
    }));
  }

  /** The name at a point of the container that has a local one: {key, x, y, r, words}; else null. */
  at({ x, y }) {
    const hit = this._inView().find(({ local, box, sign }) => local && [box, sign].some((each) => holds(each, x, y, REACH)));
    if (!hit) return null;
    const spot = { ...middle(hit.box), r: (hit.box[3] - hit.box[1]) / 2 };
    return { ...spot, key: `name ${hit.name.key}`, words: [hit.name.text, isolated(hit.local)] };
  }

  // --- names -------------------------------------------------------------------------------------

  async _load() {
    const data = await asset(this._url).catch(() => null);
    await this._start;
    if (!data || !this._map) return;
    this._levels = data.levels.map((level) => ({ ...level, cells: new Set(level.cells) }));
    this._names = data.countries.map(country).concat(data.towns.map(town));
    this._moved();
  }

  _moved() {
    this._place();
    this.loaded = this._fetch();
  }

  // The files that the view touches, each once; a file that failed is asked for at the next move.
  async _fetch() {
    const wanted = this._wanted().filter((path) => !this._files.has(path));
    await Promise.all(wanted.map(async (path) => {
      this._files.set(path, []);
      const rows = await fetchJson(new URL(path, new URL(this._url, document.baseURI)).href).catch(() => null);
      if (rows) this._files.set(path, rows.map(town));
      else this._files.delete(path);
    }));
    if (wanted.length && this._map) this._place();
  }

  _wanted() {
    const bounds = boundsInView(this._map);
    const near = (this._levels || []).filter(({ zoom }) => this._map.getZoom() >= zoom);
    return near.flatMap(({ zoom, degrees, cells }) =>
      cellsIn(bounds, degrees).filter((cell) => cells.has(cell)).map((cell) => `towns/${zoom}/${cell}.json`));
  }

  // --- places ------------------------------------------------------------------------------------

  // Positions are kept in pixels of the world, so that a drag only moves the picture.
  _place() {
    this._zoom = this._map.getZoom();
    const origin = this._map.getPixelBounds().min;
    const ctx = this._canvas.getContext("2d");
    const marks = this._marks();
    const names = placed(this._candidates(origin), this._zoom, marks, (lines, kind) => widthOf(ctx, lines, kind));
    const inWorld = names.map((each) => ({ ...each, box: moved(each.box, origin), sign: moved(each.sign, origin) }));
    this._drawn = inWorld.filter(this._uncovered(origin, marks.taken));
    this._draw();
  }

  _candidates(origin) {
    const { x: width, y: height } = this._map.getSize();
    const edge = [-width * PADDING, -height * PADDING, width * (1 + PADDING), height * (1 + PADDING)];
    const files = this._wanted().map((path) => this._files.get(path) || []);
    return this._withStreets([this._names, ...this._regions().map((rows) => this._namesOf(rows)), ...files].flat())
      .filter((name) => isDue(name, this._zoom))
      .map((name) => ({ name, ...this._placeOf(name.point).subtract(origin) }))
      .filter(({ x, y }) => holds(edge, x, y, REACH));
  }

  _namesOf(rows) {
    if (!this._ofCells.has(rows)) this._ofCells.set(rows, rows.map(region));
    return this._ofCells.get(rows);
  }

  // A town that both know would stand twice.
  _withStreets(names) {
    const drawn = this._streets?.drawn();
    if (!drawn) return names;
    return names.filter(({ kind, point }) => !TOWNS.includes(kind) || !drawn.covers(point)).concat(drawn.towns.map(town));
  }

  // On the copy of the world that is nearest to the middle of the map.
  _placeOf({ lat, lng }) {
    return this._map.project([lat, turned(lng, this._map.getCenter().lng)], this._zoom);
  }

  // Hidden, not moved: what is placed elsewhere does not depend on the frame.
  _uncovered(origin, taken) {
    const controls = taken.map((box) => moved(box, origin));
    const { x, y } = this._map.getSize();
    const inside = moved([0, 0, x, y], origin);
    return ({ box, sign }) => !isCut(box, inside) && !controls.some((control) => overlap(control, box) || overlap(control, sign));
  }

  _inView() {
    if (!this._map || !this._drawn.length) return [];
    const { min } = this._map.getPixelBounds();
    const { x: width, y: height } = this._map.getSize();
    return this._drawn
      .map((each) => ({ ...each, box: moved(each.box, min, -1), sign: moved(each.sign, min, -1) }))
      .filter(({ box }) => overlap(box, [0, 0, width, height]));
  }

  // --- drawing -----------------------------------------------------------------------------------

  _draw() {
    if (!this._map || this._zoom === undefined) return;
    const map = this._map;
    const size = map.getSize();
    const shift = size.multiplyBy(PADDING).round();
    const ctx = sized(this._canvas, size.add(shift.multiplyBy(2)));
    this._topLeft = map.containerPointToLatLng(shift.multiplyBy(-1));
    L.DomUtil.setTransform(this._canvas, map.containerPointToLayerPoint(shift.multiplyBy(-1)), 1);
    const corner = map.getPixelBounds().min.subtract(shift);
    for (const name of this._drawn) writeName(ctx, name, corner, THEMES[this._theme]);
  }

  // During a zoom the picture is only stretched, like that of the incidents.
  _stretch({ center, zoom }) {
    if (!this._topLeft) return;
    const position = this._map._latLngToNewLayerPoint(this._topLeft, zoom, center);
    L.DomUtil.setTransform(this._canvas, position, this._map.getZoomScale(zoom, this._zoom));
  }

  // A pinch or a flight has no animation of its own: it is a row of zooms.
  _follow() {
    this._stretch({ center: this._map.getCenter(), zoom: this._map.getZoom() });
  }
}

// --- rows of the files ---------------------------------------------------------------------------

const country = ([text, local, lon, lat, rank]) => ({ ...named(text, local, lon, lat, rank), kind: "country", lines: linesOf(text.toUpperCase()) });

const region = ([text, local, lon, lat, rank]) => ({ ...named(text, local, lon, lat, rank), kind: "region", lines: linesOf(text) });

const town = ([text, local, lon, lat, rank, capital]) => ({ ...named(text, local, lon, lat, rank), kind: capital ? "capital" : "town", lines: [text] });

const named = (text, local, lon, lat, rank) =>
  ({ key: `${text} ${lon} ${lat}`, text, plain: plain(text), local, rank, point: L.latLng(lat, lon) });
