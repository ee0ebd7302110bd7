// Where the map looks: first at all that matches, then where the reader or a link wants it to.
import { TOP } from "../ground/world.js";
import { boundsOfFeatures } from "../sources/bounds.js";
import { turned } from "../sources/turns.js";
import { calm } from "./motion.js";
import { northerly } from "./northerly.js";

const FIT_ZOOM = 6;                      // never closer than this when the map chooses its own view
const FIT_PADDING = [56, 56];            // px
const REVEAL_PADDING = [48, 48];         // px between a revealed mark and the frame
const LEGEND_SHARE = 2.5;                // a map this many times as wide as its legend keeps marks clear of it
const CELL_STEP = 3;                     // zoom levels that a click on a cell moves at most
const FLY = 0.7;                         // s
const STIR = 2;                          // px by which a view that stays can move

export const SPLIT_ZOOM = 12;            // records that even this zoom does not separate are on one spot

/** The place of a position on the copy of the world that is nearest to the middle of the map. */
export const latLng = (map, [lon, lat]) => L.latLng(lat, turned(lon, map.getCenter().lng));

export class View {
  /** `legendWidth()` in px; `isFitted` tells whether the map looks where it shall already. */
  constructor(map, isFitted, legendWidth) {
    this._map = map;
    this._legendWidth = legendWidth;
    this.isFitted = isFitted;
    this._own = null;                      // the {center, zoom} that were chosen here …
    this._bounds = null;                   // … and what they show
  }

  /** Look at features, once; afterwards the view is the reader's. Tells whether it did. */
  fit(features) {
    if (this.isFitted || !features.length) return false;
    this.isFitted = true;
    this._bounds = boundsOfFeatures(features);
    this._choose();
    return true;
  }

  /** Take over a new size of the frame; a view that was chosen here, and not by the reader since, is chosen again. */
  resize(options) {
    const isOwn = this._isOwn();
    this._map.invalidateSize(options);
    if (isOwn) this._choose();
  }

  /** Look from "lat,lon,zoom". */
  lookFrom(at) {
    if (!at) return;
    const [lat, lon, zoom] = at.split(",").map(Number);
    this._freely((map) => map.setView([lat, lon], zoom, { animate: this.isFitted && !calm() }));
    this.isFitted = true;
  }

  /** Go to Leaflet bounds, or as close to them as `maxZoom`. */
  go(bounds, maxZoom = FIT_ZOOM) {
    const { center, zoom } = this._target(bounds, maxZoom);
    if (calm()) this._map.setView(center, zoom, { animate: false });
    else this._map.flyTo(center, zoom, { duration: FLY });
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

  /** Bring a position into the frame; a `corner` box on the right is kept clear. */
  reveal(point, corner) {
    const place = latLng(this._map, point);
    const isSeen = this._map.getBounds().contains(place);
    const [x, y] = REVEAL_PADDING;
    const paddingTopLeft = [x, y + this._covered(point, corner, x)];
    if (isSeen) this._map.panInside(place, { paddingTopLeft, paddingBottomRight: [x, y], animate: !calm() });
    else this._map.panTo(place, { animate: !calm() });
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

  _choose() {
    const { center, zoom } = this._target(this._bounds, FIT_ZOOM);
    this._freely((map) => map.setView(center, zoom, { animate: false }));
    this._own = { center: this._map.getCenter(), zoom: this._map.getZoom() };
  }

  // Where Leaflet would look to fit bounds, but not at the far south.
  _target(bounds, maxZoom) {
    const padding = this._padding();
    const { center, zoom } = this._map._getBoundsCenterZoom(this._nearest(bounds), { ...padding, maxZoom });
    const world = this._map.options.crs.scale(zoom);
    const lat = northerly(center.lat, this._map.getSize().y / world, TOP, bounds.getSouth(), padding.paddingBottomRight[1] / world);
    return { center: L.latLng(lat, center.lng), zoom };
  }

  // Bounds on the copy of the world that is nearest to the middle of the map.
  _nearest(bounds) {
    const { lng } = bounds.getCenter();
    const away = turned(lng, this._map.getCenter().lng) - lng;
    return L.latLngBounds([bounds.getSouth(), bounds.getWest() + away], [bounds.getNorth(), bounds.getEast() + away]);
  }

  // Leaflet, too, follows the size of a window, and moves the middle by parts of a pixel.
  _isOwn() {
    const zoom = this._map.getZoom();
    if (this._own?.zoom !== zoom) return false;
    const [here, own] = [this._map.getCenter(), this._own.center].map((center) => this._map.project(center, zoom));
    return here.distanceTo(own) < STIR;
  }

  // The height of the corner's box, if it would lie over a position.
  _covered(point, corner, margin) {
    const { x } = this._map.latLngToContainerPoint(latLng(this._map, point));
    return x > this._map.getSize().x - corner.offsetWidth - margin ? corner.offsetHeight : 0;
  }

  // An open legend takes its width off a map that has width to spare.
  _padding() {
    const legend = this._legendWidth();
    const left = legend && this._map.getSize().x > LEGEND_SHARE * legend ? legend : 0;
    return { paddingTopLeft: [FIT_PADDING[0] + left, FIT_PADDING[1]], paddingBottomRight: FIT_PADDING };
  }
}
