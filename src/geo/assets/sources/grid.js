// The grid of cells over the Mercator square, as geo/mercator.py has it.
import { CELLS_PER_TILE, MAX_LATITUDE, MAX_ZOOM } from "../shared.js";

const sideOf = (zoom) => CELLS_PER_TILE * 2 ** zoom;

/** The [column, row] of the finest cell that holds a position. */
export function finestCell(lon, lat) {
  const side = sideOf(MAX_ZOOM);
  return unitSquare(lon, lat).map((part) => Math.min(Math.floor(part * side), side - 1));
}

/** The cell at a zoom that holds a finest cell. */
export const coarser = (cell, zoom) => cell.map((part) => part >> (MAX_ZOOM - zoom));

/** The number of a cell: its column times the side of the grid, plus its row. */
export const numberOf = ([column, row], zoom) => column * sideOf(zoom) + row;

/** The bounds of a cell by its number. */
export function cellBounds(number, zoom) {
  const side = sideOf(zoom);
  const [column, row] = [Math.floor(number / side), number % side];
  const [west, north] = lonLat(column / side, row / side);
  const [east, south] = lonLat((column + 1) / side, (row + 1) / side);
  return [west, south, east, north];
}

/** The deepest zoom up to `zoom` at which at most so many cells meet some boxes, or 0; in two boxes a cell counts twice. */
export function deepestZoom(boxes, zoom, most) {
  const corners = boxes.map(([west, south, east, north]) => [finestCell(west, north), finestCell(east, south)]);
  const count = (at) => corners.reduce((sum, [first, last]) => {
    const [[left, top], [right, bottom]] = [coarser(first, at), coarser(last, at)];
    return sum + (right - left + 1) * (bottom - top + 1);
  }, 0);
  let deepest = zoom;
  while (deepest > 0 && count(deepest) > most) deepest--;
  return deepest;
}

/** A position in the unit square; x grows eastwards, y southwards. */
export function unitSquare(lon, lat) {
  const sin = Math.sin((Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, lat)) * Math.PI) / 180);
  const y = 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
  return [lon / 360 + 0.5, Math.max(0, Math.min(1, y))];
}

/** Degrees of a point of the unit square. */
export const lonLat = (x, y) => [(x - 0.5) * 360, (2 * Math.atan(Math.exp((1 - 2 * y) * Math.PI)) - Math.PI / 2) * (180 / Math.PI)];
