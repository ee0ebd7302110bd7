// The arithmetic of bounds: [west, south, east, north] in degrees. If west is greater than east, they run over ±180°.
import { arcOf, TURN, wrapped } from "./turns.js";

const PAD = 0.5;                // share of the view asked for beyond each edge, so that a short drag needs no request
const SNAP = 4;                 // requests are widened to quarters of a tile, so that answers can be cached
const WHOLE = TURN - 1e-6;      // degrees; what is as wide shows all around

export const WORLD = [-180, -90, 180, 90];   // poles too: cells that reach them are told whole
export const WORLD_ZOOM = 2;    // at which the whole world is asked for

/** The bounds of what a map shows; they may run out of the world, and west is less than east. */
export function boundsInView(map) {
  const bounds = map.getBounds();
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
}

/** The bounds of the part of the world that a map shows. */
export const boundsOfMap = (map) => inWorld(boundsInView(map));

/**
 * What to ask the server for, so that a view of these bounds can move a little.
 * @param {number[]} bounds
 * @param {number} zoom
 */
export function around([w, s, east, n], zoom) {
  const e = w <= east ? east : east + TURN;
  const [dx, dy] = [(e - w) * PAD, (n - s) * PAD];
  const step = TURN / 2 ** zoom / SNAP;
  const down = (value) => Math.floor(value / step) * step;
  const up = (value) => Math.ceil(value / step) * step;
  return inWorld([down(w - dx), down(s - dy), up(e + dx), up(n + dy)]);
}

/** [west, south, east, north] of features, the narrowest; east is greater than 180 over ±180°. A cell counts with its whole extent. */
export function extentOf(features) {
  const boxes = features.map(({ geometry: { coordinates: [lon, lat] }, properties }) => properties.bounds || [lon, lat, lon, lat]);
  const [west, east] = arcOf(boxes.map(([w, , e]) => [w, e]));
  return boxes.reduce(([, s, , n], box) => [west, Math.min(s, box[1]), east, Math.max(n, box[3])], [west, 90, east, -90]);
}

/** The extent of features as Leaflet bounds. */
export function boundsOfFeatures(features) {
  const [west, south, east, north] = extentOf(features);
  return L.latLngBounds([south, west], [north, east]);
}

/** Do the outer bounds hold the inner ones? */
export function contains(outer, inner) {
  const isTall = outer[1] <= inner[1] && outer[3] >= inner[3];
  const start = inner[0] - outer[0];
  return isTall && (widthOf(outer) >= WHOLE || (start < 0 ? start + TURN : start) + widthOf(inner) <= widthOf(outer));
}

/** Does a position lie within bounds, edges included? */
export const isInside = ([lon, lat], [w, s, e, n]) => lat >= s && lat <= n && (w <= e ? lon >= w && lon <= e : lon >= w || lon <= e);

/** What two bounds share. Across ±180° the two may meet in two boxes: there the first one stands. */
export function intersection(a, b) {
  if (a[0] > a[2]) return a;
  const box = [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  return box[0] <= box[2] && box[1] <= box[3] ? box : [a[0], a[1], a[0], a[1]];
}

const widthOf = ([w, , e]) => (w <= e ? e - w : e - w + TURN);

/** @param {number[]} bounds */
function inWorld([w, s, e, n]) {
  const [south, north] = [Math.max(s, WORLD[1]), Math.min(n, WORLD[3])];
  return e - w >= WHOLE ? [WORLD[0], south, WORLD[2], north] : [wrapped(w), south, wrapped(e), north];
}
