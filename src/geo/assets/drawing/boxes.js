// Boxes [left, top, right, bottom] in px, and which space they occupy.
import { CLEAR, COLUMN } from "../shared.js";

/** Do two boxes share any area? */
export const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/**
 * Does a box, with `reach` px around it, hold a point?
 * @param {number[]} box
 * @param {number} x
 * @param {number} y
 */
export const holds = ([left, top, right, bottom], x, y, reach = 0) =>
  x >= left - reach && y >= top - reach && x <= right + reach && y <= bottom + reach;

/**
 * The middle of a box.
 * @param {number[]} box
 */
export const middle = ([left, top, right, bottom]) => ({ x: (left + right) / 2, y: (top + bottom) / 2 });

/**
 * The box with `reach` px more on each side.
 * @param {number[]} box
 * @param {number} reach
 */
export const grown = ([left, top, right, bottom], reach) => [left - reach, top - reach, right + reach, bottom + reach];

/**
 * The least box around some boxes.
 * @param {number[][]} boxes
 */
export const around = (boxes) =>
  boxes.reduce((a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]);

/** Does one box lie wholly inside another? */
export const isWithin = (box, outer) => box[0] >= outer[0] && box[1] >= outer[1] && box[2] <= outer[2] && box[3] <= outer[3];

/** The box moved by (x, y), or back by it where `way` is -1. */
export const moved = (box, { x, y }, way = 1) => [box[0] + way * x, box[1] + way * y, box[2] + way * x, box[3] + way * y];

/** Is a box neither wholly inside the frame nor wholly outside? Half a name names nothing. */
export const isCut = (box, frame) => overlap(box, frame) && !isWithin(box, frame);

/** The boxes that are occupied, looked up through columns of one width. */
export class Occupied {
  constructor(boxes) {
    this.columns = new Map();
    boxes.forEach((box) => this.add(box));
  }

  add(box) {
    for (const key of columnsOf(box)) this.columns.set(key, [...(this.columns.get(key) || []), box]);
  }

  /** May a name stand here, with air around it? */
  isFree(box, [across, down] = CLEAR) {
    const wide = [box[0] - across, box[1] - down, box[2] + across, box[3] + down];
    return !columnsOf(wide).some((key) => this.columns.get(key)?.some((other) => overlap(wide, other)));
  }
}

/** @param {number[]} box */
function columnsOf([left, , right]) {
  const [first, last] = [left, right].map((side) => Math.floor(side / COLUMN));
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
