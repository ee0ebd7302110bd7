// Where the map looks: first at all that matches, then where the reader or a link wants it to. What the map chose
// itself, and nobody has moved since, is its own: it keeps marks out from under what lies over the map.
import { boxOf } from "../drawing/marks.js";
import { TOP } from "../ground/world.js";
import { LABEL_LIMIT } from "../shared.js";
import { boundsOfFeatures } from "../sources/bounds.js";
import { turned } from "../sources/turns.js";
import { calm } from "./motion.js";
import { northerly } from "./northerly.js";
import { freeView, isCovered, leastShift, movedInto } from "./room.js";

const FIT_ZOOM = 6;                      // never closer than this when the map chooses its own view
const MARK = 16;                         // px, half of the largest mark with its outline
const ROOM = 56;                         // px under the southernmost mark
const REVEALED = 16;                     // px around the middle of a revealed mark that come free
const FARTHEST = 320;                    // px that the picture moves at most for a revealed mark in the frame
const MOVED = 200;                       // marks in view for which a shift is looked for
const FAR = 1.5;                         // zoom levels from which results count as small
const CELL_STEP = 3;                     // zoom levels that a click on a cell moves at most
const FLY = 0.7;                         // s
const STIR = 2;                          // px by which a view that stays can move
const STILL = { x: 0, y: 0 };

export const SPLIT_ZOOM = 12;            // records that even this zoom does not separate are on one spot

/** The place of a position on the copy of the world that is nearest to the middle of the map. */
export const latLng = (map, [lon, lat]) => L.latLng(lat, turned(lon, map.getCenter().lng));

export class View {
  /** `taken()` gives the boxes that lie over the map; `isFitted` tells whether the map looks where it shall already. */
  constructor(map, isFitted, picture, taken) {
    this._map = map;
    this._picture = picture;
    this._taken = taken;
    this.isFitted = isFitted;
    this._own = null;                      // the {center, zoom} that were chosen here …
    this._home = null;                     // … and those that were chosen for all of …
    this._features = null;                 // … these features …
    this._query = null;                    // … of this query
    this._isGoing = false;                 // on the way to it?
  }

  /** Look at the features of a query, once; afterwards the view is the reader's. Tells whether it did. */
  fit(features, query) {
    if (this.isFitted || !features.length) return false;
    Object.assign(this, { isFitted: true, _features: features, _query: query });
    this._choose(features);
    return true;
  }

  /** Go to all features of a query. */
  show(features, query) {
    Object.assign(this, { _features: features, _query: query });
    this._go((this._home = this._own = this._viewOf(features, FIT_ZOOM)));
  }

  /** Take over a new size of the frame; a view of the map's own is chosen again. */
  resize(options) {
    const isOwn = this._isOwn();
    this._isGoing = isOwn;                 // for those who ask meanwhile
    this._map.invalidateSize(options);
    if (isOwn) this._choose(this._features);
  }

  /** Bring marks in view out from under what lies over the map, if the view is the map's own; and back once they can be. */
  clear() {
    if (!this._isOwn() || this._isGoing) return;
    const taken = this._taken();
    if (this._own !== this._home && !isCovered(this._picture.boxesFrom(this._home), STILL, taken)) return this._glide(this._home);
    const marks = this._picture.visible();
    const boxes = marks.map(boxOf);
    if (!isCovered(boxes, STILL, taken)) return;
    const shift = boxes.length <= MOVED && leastShift(boxes, this._map.getSize(), taken);
    if (shift) this._pan(shift);
    else this._glide(this._viewOf(marks.flatMap(({ feature, members = [{ feature }] }) => members.map((member) => member.feature)), FIT_ZOOM));
  }

  /** Look from "lat,lon,zoom". */
  lookFrom(at) {
    if (!at) return;
    const [lat, lon, zoom] = at.split(",").map(Number);
    this._freely((map) => map.setView([lat, lon], zoom, { animate: this.isFitted && !calm() }));
    this.isFitted = true;
    this._own = null;
  }

  /** Go to Leaflet bounds, or as close to them as `maxZoom`. */
  go(bounds, maxZoom = FIT_ZOOM) {
    this._own = null;
    this._go(this._viewOfBounds(bounds, maxZoom));
  }

  /** Go at least one level closer to a cell, so that each click shows more. */
  approach(cell) {
    const bounds = this._nearest(boundsOfFeatures([cell]));
    const zoom = this._map.getZoom();
    const target = Math.min(zoom + CELL_STEP, Math.max(zoom + 1, this._map.getBoundsZoom(bounds)));
    this._map.flyTo(bounds.getCenter(), target, { animate: !calm(), duration: FLY });
  }

  /** Would a closer view take a cell apart? */
  canSplit({ properties: { bounds: [w, s, e, n] } }) {
    return this._map.getZoom() < SPLIT_ZOOM && (w < e || s < n);
  }

  /** Are the features of a query, which are in view, small in it? */
  isFar(features, query) {
    if (!this.isFitted || !features.length || (query === this._query && this._isOwn())) return false;
    return Math.min(FIT_ZOOM, this._map.getBoundsZoom(boundsOfFeatures(features))) - this._map.getZoom() >= FAR;
  }

  /** Bring a position into the frame, where nothing lies over it. */
  reveal(point) {
    const size = this._map.getSize();
    const place = latLng(this._map, point);
    const isSeen = this._map.getBounds().contains(place);
    const { x, y } = this._map.latLngToContainerPoint(place);
    const from = isSeen ? { x, y } : { x: size.x / 2, y: size.y / 2 };
    const inFrame = movedInto([from.x - REVEALED, from.y - REVEALED, from.x + REVEALED, from.y + REVEALED], size);
    const shift = leastShift([inFrame], size, this._taken(), FARTHEST) || STILL;
    this._pan({ x: inFrame[0] + REVEALED + shift.x - x, y: inFrame[1] + REVEALED + shift.y - y });
  }

  /** "lat,lon,zoom", as viewpoint.py writes it, to about a pixel. */
  toString() {
    const { lat, lng } = this._map.getCenter().wrap();
    const zoom = Number(this._map.getZoom().toFixed(2));
    const digits = Math.ceil(Math.log2(Math.max(1, zoom)));
    return [Number(lat.toFixed(digits)), Number(lng.toFixed(digits)), zoom].map((value) => value + 0).join(",");
  }

  // Without bounds meanwhile, or Leaflet goes on moving what it was just moving back into them.
  _freely(look) {
    const { maxBounds } = this._map.options;
    this._map.setMaxBounds(null);
    look(this._map);
    this._map.setMaxBounds(maxBounds);
  }

  _choose(features) {
    const { center, zoom } = (this._own = this._viewOf(features, FIT_ZOOM));
    this._isGoing = true;
    this._freely((map) => map.setView(center, zoom, { animate: false }));
    this._home = this._own = { center: this._map.getCenter(), zoom: this._map.getZoom() };
    this._isGoing = false;
  }

  _go({ center, zoom }) {
    this._setOut();
    if (calm()) this._map.setView(center, zoom, { animate: false });
    else this._map.flyTo(center, zoom, { duration: FLY });
  }

  // To a view of the map's own.
  _glide(view) {
    this._own = view;
    this._setOut();
    this._map.setView(view.center, view.zoom, { animate: !calm() });
  }

  // The picture moves by a shift; a view of the map's own stays one.
  _pan({ x, y }) {
    if (Math.abs(x) < 1 && Math.abs(y) < 1) return;
    const { _map: map } = this;
    if (this._isOwn()) this._own = { center: map.unproject(map.project(map.getCenter()).subtract([x, y])), zoom: map.getZoom() };
    this._setOut();
    map.panBy([-x, -y], { animate: !calm() && map.getSize().contains([Math.abs(x), Math.abs(y)]) });
  }

  _setOut() {
    this._isGoing = true;
    this._map.once("moveend", () => (this._isGoing = false));
  }

  // Leaflet, too, follows the size of a window, and moves the middle by parts of a pixel.
  _isOwn() {
    const zoom = this._map.getZoom();
    if (!this._own) return false;
    if (this._isGoing) return true;
    if (this._own.zoom !== zoom) return false;
    const [here, own] = [this._map.getCenter(), this._own.center].map((center) => this._map.project(center, zoom));
    return here.distanceTo(own) < STIR;
  }

  // --- which view shows what ---------------------------------------------------------------------

  // Few marks count one by one, with their names; of many the whole extent counts.
  _viewOf(features, maxZoom) {
    const bounds = boundsOfFeatures(features);
    const isMany = features.length > LABEL_LIMIT || features.some(({ properties }) => properties.kind === "cell");
    if (isMany) return this._viewOfBounds(bounds, maxZoom);
    const marksAt = remembered((zoom) => this._picture.laidOut(features, zoom));
    const taken = this._taken();
    return this._free(bounds, maxZoom, taken, (zoom) => marksAt(zoom).map(boxOf), (zoom, corner) => this._picture.countNames(marksAt(zoom), zoom, corner, taken));
  }

  _viewOfBounds(all, maxZoom) {
    const bounds = this._nearest(all);
    const boxAt = (zoom) => {
      const [from, to] = [bounds.getNorthWest(), bounds.getSouthEast()].map((corner) => this._map.project(corner, zoom));
      return [[from.x - MARK, from.y - MARK, to.x + MARK, to.y + MARK]];
    };
    return this._free(bounds, maxZoom, this._taken(), boxAt, () => 0);
  }

  _free(bounds, maxZoom, taken, boxesAt, namesAt) {
    const { _map: map } = this;
    const size = map.getSize();
    const closest = Math.min(maxZoom, map.getMaxZoom(), map.getBoundsZoom(bounds));
    const keep = (zoom, corner) => this._inNorth(zoom, corner, bounds.getSouth());
    const found = freeView(zoomsFrom(closest, map), size, taken, { boxesAt, namesAt, keep });
    if (!found) return { center: this._nearest(bounds).getCenter(), zoom: closest };
    const { lat, lng } = map.unproject(size.divideBy(2).add([found.corner.x, found.corner.y]), found.zoom);
    return { center: L.latLng(lat, turned(lng, map.getCenter().lng)), zoom: found.zoom };
  }

  // The corner of a frame that does not leave the world, nor show the far south for nothing.
  _inNorth(zoom, { x, y }, south) {
    const { _map: map } = this;
    const { y: height } = map.getSize();
    const world = map.options.crs.scale(zoom);
    const { lat } = map.unproject([x, y + height / 2], zoom);
    const middle = map.project([northerly(lat, height / world, TOP, south, ROOM / world), 0], zoom).y;
    return { x, y: Math.max(TOP * world, middle - height / 2) };
  }

  // Bounds on the copy of the world that is nearest to the middle of the map.
  _nearest(bounds) {
    const { lng } = bounds.getCenter();
    const away = turned(lng, this._map.getCenter().lng) - lng;
    return L.latLngBounds([bounds.getSouth(), bounds.getWest() + away], [bounds.getNorth(), bounds.getEast() + away]);
  }
}

// --- tiny helpers -----------------------------------------------------------------------------------

function zoomsFrom(closest, map) {
  const least = map.getMinZoom();
  const { zoomSnap: snap } = map.options;
  const zooms = Array.from({ length: Math.max(0, Math.ceil((closest - least) / snap)) }, (_, i) => closest - i * snap);
  return [...zooms, least];
}

function remembered(make) {
  const made = new Map();
  return (key) => made.get(key) || made.set(key, make(key)).get(key);
}
