// The canvas of the incidents: marks, discs and the names next to them.
import { grown } from "../drawing/boxes.js";
import { sized } from "../drawing/canvas.js";
import { drawMarkNames, lettered, measureWith } from "../drawing/mark_names.js";
import { boxOf, layout, markAt } from "../drawing/marks.js";
import { hasDisc, styleOf } from "../drawing/styles.js";
import { drawDisc, drawMark, drawSelection } from "../drawing/symbols.js";
import { element } from "../furniture/element.js";
import { paneOf } from "../ground/panes.js";
import { KM_PER_DEGREE } from "../shared.js";
import { extentOf } from "../sources/bounds.js";
import { turned } from "../sources/turns.js";
import { calm } from "./motion.js";
import { latLng } from "./view.js";

const LEAVE = 200;                       // ms in which old marks fade, as long as in style.css
const CLEARANCE = 2;                     // px around a mark that names of the base map leave free
const BEYOND = 1e9;                      // px, farther than any frame

/** A mark for pages and tests, in whole pixels. */
export const shortened = ({ kind, ids, x, y, feature: { properties: { id, status } } }) => ({
  id: kind === "incident" ? id : null,
  kind,
  x: Math.round(x),
  y: Math.round(y),
  status: kind === "cell" ? null : status,
  ids,
});

export class Picture {
  constructor(map, look) {
    this._map = map;
    this._look = look;
    this._features = null;
    this._middle = 0;   // degrees; marks are laid out around it, so that those across ±180° are next to each other
    this._marks = [];   // in world pixels …
    this._discs = [];   // … and what lies under them
    this._full = null;  // the toll of the largest symbol for which they are laid out
    this._names = [];
    this._taken = [];   // boxes that lie over the map, in container pixels
    this._canvas = element("canvas", { class: "atlas-canvas leaflet-zoom-animated" });
    paneOf(map, "atlas-incidents").append(this._canvas);
  }

  /** Take over features; they are drawn by the next draw(). */
  show(features) {
    this._features = features;
    if (features.length) this._middle = middleOf(extentOf(features));
    this._zoom = null;
  }

  /** Take over the boxes that lie over the map: names give way to them. */
  giveWay(boxes) {
    if (boxes.join() === this._taken.join()) return;
    this._taken = boxes;
    this.draw();
  }

  draw() {
    if (!this._features) return;
    const map = this._map;
    if (this._zoom !== map.getZoom() || this._full !== this._look.full) this._layOut(map.getZoom());
    const ctx = sized(this._canvas, map.getSize());
    this._topLeft = map.containerPointToLatLng([0, 0]);
    L.DomUtil.setTransform(this._canvas, map.containerPointToLayerPoint([0, 0]), 1);
    const marks = this.visible();
    this._drawDiscs(ctx);
    marks.forEach((mark) => drawMark(ctx, mark, this._look));
    marks.filter((mark) => mark.selected).forEach((mark) => drawSelection(ctx, mark, this._look));
    this._names = drawMarkNames(ctx, marks, this._look, map.getSize().x, this._zoom, full(this._taken, map.getSize()));
  }

  /** The marks in the frame, in container pixels. */
  visible() {
    if (!this._features) return [];
    const { min } = this._map.getPixelBounds();
    const { x: width, y: height } = this._map.getSize();
    const world = this._map.options.crs.scale(this._zoom ?? this._map.getZoom());
    return this._marks
      .map((mark) => ({ ...mark, x: turned(mark.x - min.x, width / 2, world), y: mark.y - min.y, selected: this._look.isSelected(mark) }))
      .filter(({ x, y, r }) => x > -r && y > -r && x < width + r && y < height + r);
  }

  /** The mark at a point of the container, or within `reach` px of it; else null. */
  markAt(point, reach) {
    return markAt(this.visible(), point, reach);
  }

  /** Would a zoom draw features as more than one mark? */
  splits(features, zoom) {
    return this.laidOut(features, zoom).length > 1;
  }

  /** The marks of features at a zoom, in px of the world, around a longitude. */
  laidOut(features, zoom, middle = middleOf(extentOf(features))) {
    const project = ([lon, lat]) => this._map.project([lat, turned(lon, middle)], zoom);
    return layout(features, project, this._look.full);
  }

  /** The boxes of the marks in a frame that looks from {center, zoom}. */
  boxesFrom({ center, zoom }) {
    const { x, y } = this._map.project(center, zoom);
    const { x: width, y: height } = this._map.getSize();
    const world = this._map.options.crs.scale(zoom);
    return this.laidOut(this._features, zoom, this._middle)
      .map((mark) => boxOf({ ...mark, x: turned(mark.x - x, 0, world) + width / 2, y: mark.y - y + height / 2 }));
  }

  /** How many marks in px of the world find room for their name in a frame whose `corner` is given, or in an endless one. */
  countNames(marks, zoom, corner, taken) {
    const measure = measureWith(this._canvas.getContext("2d"));
    const { x: left, y: top } = corner || { x: -BEYOND, y: -BEYOND };
    const inFrame = marks.map((mark) => ({ ...mark, x: mark.x - left, y: mark.y - top }));
    if (!corner) return lettered(inFrame, Infinity, zoom, measure).length;
    const size = this._map.getSize();
    return lettered(inFrame, size.x, zoom, measure, full(taken, size)).length;
  }

  /** What the names of the base map give way to: marks, their names, and what lies over the map. */
  obstacles() {
    const boxes = this.visible().map(({ x, y, r }) => grown([x, y, x, y], r + CLEARANCE));
    return { boxes, names: this._names, taken: this._taken };
  }

  /** The boxes of the marks in the frame and of their names, in container pixels, each with its {key or text}. */
  boxes() {
    return {
      marks: this.visible().map((mark) => ({ key: mark.key, box: boxOf(mark) })),
      names: this._names.map(({ text, box }) => ({ text, box })),
    };
  }

  /** While Leaflet animates a zoom the picture is only stretched; the next draw is sharp again. */
  stretch({ center, zoom }) {
    if (!this._topLeft) return;
    const scale = this._map.getZoomScale(zoom, this._zoom);
    L.DomUtil.setTransform(this._canvas, this._map._latLngToNewLayerPoint(this._topLeft, zoom, center), scale);
  }

  /** Pale, while it answers another question than the one that was asked. */
  pale(isOld) {
    this._canvas.classList.toggle("atlas-old", isOld);
  }

  /** Cells come apart and together on zooming: the old ones fade under the new, so that nothing jumps. */
  leaveBehind() {
    if (calm()) return;
    const before = this._canvas.cloneNode();
    before.getContext("2d").drawImage(this._canvas, 0, 0);
    before.classList.add("atlas-leaving");
    this._canvas.before(before);
    setTimeout(() => before.remove(), LEAVE);
  }

  remove() {
    this._canvas.remove();
  }

  _layOut(zoom) {
    this._zoom = zoom;
    this._full = this._look.full;
    this._marks = this.laidOut(this._features, zoom, this._middle);
    this._discs = this._discsOf(this._features);
  }

  // Records at one imprecise place share one disc: many of them must not add up to a solid one.
  _discsOf(features) {
    const discs = new Map();
    for (const { properties, geometry: { coordinates } } of features.filter(({ properties: { radius_km: km } }) => km > 0)) {
      const r = this._radius(coordinates, properties.radius_km);
      const key = `${coordinates} ${r}`;
      if (hasDisc(properties, r) && !discs.has(key)) discs.set(key, { coordinates, properties, r });
    }
    return [...discs.values()];
  }

  _drawDiscs(ctx) {
    for (const { coordinates, properties, r } of this._discs) {
      const { x, y } = this._map.latLngToContainerPoint(latLng(this._map, coordinates));
      drawDisc(ctx, { x, y, r }, styleOf(properties, this._look).color);
    }
  }

  // px of a distance in km at a position.
  _radius([, lat], km) {
    const degrees = Math.min(90, km / KM_PER_DEGREE / Math.cos((lat * Math.PI) / 180));
    return this._map.project([0, degrees]).x - this._map.project([0, 0]).x;
  }
}

const middleOf = ([west, , east]) => (west + east) / 2;

// A name has no room under what lies over the map, nor above and below the frame.
const full = (taken, { y: height }) => [...taken, [-BEYOND, -BEYOND, BEYOND, 0], [-BEYOND, height, BEYOND, BEYOND]];
