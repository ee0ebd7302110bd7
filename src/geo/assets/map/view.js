// Where the map looks: first at all that matches, then where the reader or a link wants it to.
import { boundsOfFeatures } from "../sources/bounds.js";
import { calm } from "./motion.js";

const FIT_ZOOM = 6;                      // never closer than this when the map chooses its own view
const FIT_PADDING = [56, 56];            // px
const REVEAL_PADDING = [48, 48];         // px between a revealed mark and the frame
const LEGEND_SHARE = 2.5;                // a map this many times as wide as its legend keeps marks clear of it
const CELL_STEP = 3;                     // zoom levels that a click on a cell moves at most
const FLY = 0.7;                         // s
const STIR = 2;                          // px by which a view that stays can move

export const SPLIT_ZOOM = 12;            // records that even this zoom does not separate are on one spot

export const latLng = ([lon, lat]) => L.latLng(lat, lon);

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
    const options = { ...this._padding(), maxZoom, duration: FLY };
    if (calm()) this._map.fitBounds(bounds, { ...options, animate: false });
    else this._map.flyToBounds(bounds, options);
  }

  /** Go at least one level closer to a cell, so that each click shows more. */
  approach(cell) {
    const bounds = boundsOfFeatures([cell]);
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
    const isSeen = this._map.getBounds().contains(latLng(point));
    const [x, y] = REVEAL_PADDING;
    const paddingTopLeft = [x, y + this._covered(point, corner, x)];
    if (isSeen) this._map.panInside(latLng(point), { paddingTopLeft, paddingBottomRight: [x, y], animate: !calm() });
    else this._map.panTo(latLng(point), { animate: !calm() });
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
    this._freely((map) => map.fitBounds(this._bounds, { ...this._padding(), maxZoom: FIT_ZOOM, animate: false }));
    this._own = { center: this._map.getCenter(), zoom: this._map.getZoom() };
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
    const { x } = this._map.latLngToContainerPoint(latLng(point));
    return x > this._map.getSize().x - corner.offsetWidth - margin ? corner.offsetHeight : 0;
  }

  // An open legend takes its width off a map that has width to spare.
  _padding() {
    const legend = this._legendWidth();
    const left = legend && this._map.getSize().x > LEGEND_SHARE * legend ? legend : 0;
    return { paddingTopLeft: [FIT_PADDING[0] + left, FIT_PADDING[1]], paddingBottomRight: FIT_PADDING };
  }
}
