// Longitudes on a map that goes around the world: the same place lies at each whole turn, on a copy of the world.
import { WIDEST } from "../shared.js";

export const TURN = 360;        // degrees

/** A value moved by whole turns to where it is nearest to the middle; `turn` is that of px where these are px. */
export const turned = (value, middle, turn = TURN) => value + turn * Math.round((middle - value) / turn);

/** A longitude in -180…180. */
export const wrapped = (lon) => (Math.abs(lon) <= TURN / 2 ? lon : lon - TURN * Math.floor((lon + TURN / 2) / TURN));

/** The numbers of the copies of the world that lie between two longitudes; 0 is that of -180…180. */
export function turnsIn(west, east) {
  const [first, last] = [west, east].map((lon) => Math.floor((lon + TURN / 2) / TURN));
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/**
 * [west, east] of the smallest arc that holds all spans [west, east] of longitudes, as geo/mercator.py has it: over
 * ±180° east is greater than 180. An arc wider than WIDEST does not run over ±180°.
 */
export function arcOf(spans) {
  const around = [...spans].sort((a, b) => a[0] - b[0]);
  const [first, last] = [around[0][0], around.reduce((most, [, east]) => Math.max(most, east), -Infinity)];
  // The first and the last as they are: a turn taken and added moves them.
  let [gap, arc] = first + TURN > last ? [first + TURN - last, [first, last]] : [0, null];
  let reach = Math.max(last - TURN, around[0][1]);
  for (const [west, east] of around.slice(1)) {
    if (west - reach > gap) [gap, arc] = [west - reach, [west, reach + TURN]];
    reach = Math.max(reach, east);
  }
  if (arc && (arc[1] <= TURN / 2 || arc[1] - arc[0] <= WIDEST)) return arc;
  return last <= TURN / 2 ? [first, last] : [-TURN / 2, TURN / 2];
}
