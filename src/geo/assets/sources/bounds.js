// The arithmetic of bounds: [west, south, east, north] in degrees.
const PAD = 0.5;                // share of the view asked for beyond each edge, so that a short drag needs no request
const SNAP = 4;                 // requests are widened to quarters of a tile, so that answers can be cached

export const WORLD = [-180, -85, 180, 85];
export const WORLD_ZOOM = 2;    // at which the whole world is asked for

/** The bounds of what a map shows; they may run out of the world. */
export function boundsInView(map) {
  const bounds = map.getBounds();
  return [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
}

/** The bounds of the part of the world that a map shows. */
export const boundsOfMap = (map) => clamped(boundsInView(map));

/**
 * What to ask the server for, so that a view of these bounds can move a little.
 * @param {number[]} bounds
 * @param {number} zoom
 */
export function around([w, s, e, n], zoom) {
  const [dx, dy] = [(e - w) * PAD, (n - s) * PAD];
  const step = 360 / 2 ** zoom / SNAP;
  const down = (value) => Math.floor(value / step) * step;
  const up = (value) => Math.ceil(value / step) * step;
  return clamped([down(w - dx), down(s - dy), up(e + dx), up(n + dy)]);
}

/** Leaflet bounds of features; a cell counts with its whole extent. */
export function boundsOfFeatures(features) {
  const bounds = L.latLngBounds([]);
  for (const { geometry, properties } of features) {
    const [lon, lat] = geometry.coordinates;
    const [w, s, e, n] = properties.bounds || [lon, lat, lon, lat];
    bounds.extend([s, w]).extend([n, e]);
  }
  return bounds;
}

/** Do the outer bounds hold the inner ones? */
export const contains = (outer, inner) => outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];

/** Does a position lie within bounds, edges included? */
export const isInside = ([lon, lat], [w, s, e, n]) => lon >= w && lon <= e && lat >= s && lat <= n;

/** What two bounds share. Across ±180° the two may meet in two boxes: there the first one stands. */
export function intersection(a, b) {
  if (a[0] > a[2]) return a;
  const box = [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  return box[0] <= box[2] && box[1] <= box[3] ? box : [a[0], a[1], a[0], a[1]];
}

/** @param {number[]} bounds */
const clamped = ([w, s, e, n]) => [Math.max(w, WORLD[0]), Math.max(s, WORLD[1]), Math.min(e, WORLD[2]), Math.min(n, WORLD[3])];
