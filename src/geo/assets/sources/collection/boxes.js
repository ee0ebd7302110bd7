// Bounds as boxes that do not run over ±180°: one, or two.

/**
 * The boxes [west, south, east, north] of bounds; those whose west is greater than their east run over ±180°.
 * @param {number[]} bounds
 */
export const boxesOf = ([west, south, east, north]) =>
  west <= east ? [[west, south, east, north]] : [[west, south, 180, north], [-180, south, east, north]];

/** Does a position lie in one of the boxes, edges included? */
export function isWithin(boxes, lon, lat) {
  for (const [west, south, east, north] of boxes) if (lon >= west && lon <= east && lat >= south && lat <= north) return true;
  return false;
}
