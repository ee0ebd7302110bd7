// A view that the map chooses shows the far south only where a mark lies there. Lengths are shares of the world's width.
import { SOUTH } from "../shared.js";
import { lonLat, unitSquare } from "../sources/grid.js";

/**
 * The latitude of the middle of a view of some height: moved north where the view would end south of SOUTH, and of
 * `south` with `room` under it, but not beyond `top`, the northern edge.
 */
export function northerly(lat, height, top, south, room) {
  const middle = yOf(lat);
  const lowest = Math.max(yOf(SOUTH), yOf(south) + room);
  if (middle + height / 2 <= lowest) return lat;
  return lonLat(0, Math.max(top + height / 2, lowest - height / 2))[1];
}

const yOf = (lat) => unitSquare(0, lat)[1];
