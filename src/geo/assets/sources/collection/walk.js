// The way through columns along the Morton curve: to the cells of a zoom level that have rows and meet some boxes.
import { CELLS_PER_TILE, MAX_ZOOM } from "../../shared.js";
import { finestCell } from "../grid.js";

const CELL_BITS = Math.log2(CELLS_PER_TILE);
const BITS = MAX_ZOOM + CELL_BITS;   // of column and row in the finest grid

/**
 * Visit cells in the order of the curve. `visit(cell)` gets {column, row, from, to, start, end, isInside}: the rows
 * `from` to `to` have their first site in it, the sites `start` to `end` of records with several lie in it; `isInside`
 * tells that all of it lies in a box. The object is the same for all.
 */
export function walk({ placed, x, y, several }, boxes, zoom, visit) {
  const low = MAX_ZOOM - zoom;
  const spans = boxes.map(spanOf);
  const cell = { column: 0, row: 0, from: 0, to: 0, start: 0, end: 0, isInside: false };

  function look(bits, left, top, from, to, start, end, wasInside) {
    if (from === to && start === end) return;
    const isInside = wasInside || spans.some((span) => holds(span, left, top, 2 ** bits - 1));
    if (!isInside && !spans.some((span) => meets(span, left, top, 2 ** bits - 1))) return;
    if (bits === low) {
      Object.assign(cell, { column: left >> low, row: top >> low, from, to, start, end, isInside });
      visit(cell);
      return;
    }
    const half = 2 ** (bits - 1);
    const [middle, site] = [bound(y, from, to, half), bound(several.y, start, end, half)];
    const [a, b] = [bound(x, from, middle, half), bound(several.x, start, site, half)];
    const [c, d] = [bound(x, middle, to, half), bound(several.x, site, end, half)];
    look(bits - 1, left, top, from, a, start, b, isInside);
    look(bits - 1, left + half, top, a, middle, b, site, isInside);
    look(bits - 1, left, top + half, middle, c, site, d, isInside);
    look(bits - 1, left + half, top + half, c, to, d, end, isInside);
  }
  look(BITS, 0, 0, 0, placed, 0, several.x.length, false);
}

// The first of some rows whose number has a bit, which all after it have too.
function bound(numbers, from, to, bit) {
  let [low, high] = [from, to];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (numbers[middle] & bit) high = middle;
    else low = middle + 1;
  }
  return low;
}

// The columns and rows in which the edges of a box lie. What is at an edge of the world lies in its outermost cells.
function spanOf([west, south, east, north]) {
  const [left, top] = finestCell(west, north);
  const [right, bottom] = finestCell(east, south);
  const end = 2 ** BITS;
  return [west <= -180 ? -1 : left, north >= 90 ? -1 : top, east >= 180 ? end : right, south <= -90 ? end : bottom];
}

const meets = ([left, top, right, bottom], x, y, size) => x <= right && x + size >= left && y <= bottom && y + size >= top;

const holds = ([left, top, right, bottom], x, y, size) => x > left && x + size < right && y > top && y + size < bottom;

