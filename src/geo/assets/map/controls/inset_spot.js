// Where the small globe stands: in a corner of the map, clear of what lies over the map and of every mark.
import { grown, isWithin, overlap } from "../../drawing/boxes.js";

const MARGIN = 10;              // px between it and the frame …
const GAP = 6;                  // … and between it and the boxes over the map
const WAYS = [["right", "bottom"], ["right", "top"], ["left", "bottom"], ["left", "top"]];

/**
 * The box of a square of some px in a frame {x, y}, in the corner with the most room; null where none is free.
 * `taken` are boxes over the map, which it stands above or below, `marks` those it must not cover; a box `before` that
 * is still free stays.
 */
export function spotFor(side, frame, taken, marks, before = null) {
  const isFree = (box) => !marks.some((mark) => overlap(box, mark));
  if (before && isFree(before) && isWithin(before, [0, 0, frame.x, frame.y]) && !taken.some((other) => overlap(before, other))) return before;
  const spots = WAYS.map((corner) => spotIn(corner, side, frame, taken)).filter((spot) => spot && isFree(spot.box));
  return spots.length ? spots.reduce((best, spot) => (spot.way < best.way ? spot : best)).box : null;
}

// How far it must go from its corner: up from the bottom, down from the top, at most half the frame.
/**
 * @param {string[]} corner
 * @param {number} side
 * @param {{x: number, y: number}} frame
 * @param {number[][]} taken
 */
function spotIn([across, end], side, { x, y }, taken) {
  const left = across === "left" ? MARGIN : x - MARGIN - side;
  const start = end === "top" ? MARGIN : y - MARGIN - side;
  let top = start;
  while (top >= MARGIN && top + side <= y - MARGIN && Math.abs(top - start) <= y / 2) {
    const box = [left, top, left + side, top + side];
    const hit = taken.find((other) => overlap(grown(box, GAP), other));
    if (!hit) return { box, way: Math.abs(top - start) };
    top = end === "top" ? hit[3] + GAP : hit[1] - GAP - side;
  }
  return null;
}
