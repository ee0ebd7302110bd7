// Where marks stand free of what lies over the map, and of the frame's edge. Boxes are [left, top, right, bottom] in px.
import { around, grown, isWithin, moved, overlap } from "../drawing/boxes.js";

const CLEARANCE = 4;            // px between a mark and what lies over the map
const EDGE = 6;                 // px that a mark keeps from the frame
const AIR = [0.08, 48];         // share of a frame's lesser side that a view keeps free along its edges, and the most in px
const TRIES = 5;                // places tried on each side of the middle, across and down
const WORTH = 0.75;             // zoom levels given up so that more marks have their name
const STEP = 8;                 // px between the shifts that are tried
const SHIFTED = 160;            // px that a picture moves at most to bring its marks out

/**
 * The closest of `zooms`, which come from close to far, at which boxes stand free in a frame of a size {x, y}, or one
 * hardly farther with more names. boxesAt(zoom) are in px of the world; namesAt(zoom, corner) counts the names of marks
 * that find room in the frame, and without a corner in an endless one; keep(zoom, corner) moves a corner to where a
 * frame may begin. Where they stand free at none, the view that has the fewest under others. Returns {zoom, corner},
 * with the frame's upper left corner in px of the world; or null.
 */
export function freeView(zooms, size, taken, { boxesAt, namesAt, keep }) {
  const airs = [Math.min(AIR[1], AIR[0] * Math.min(size.x, size.y)), EDGE];
  const cornersWith = (air) => (zoom) => freeCorners(boxesAt(zoom), size, taken, air, (corner) => keep(zoom, corner));
  const cornersAt = airs.map(cornersWith).find((corners) => zooms.some((zoom) => corners(zoom).length));
  if (!cornersAt) return leastCovered(zooms, size, taken, boxesAt, keep);
  const closest = zooms.find((zoom) => cornersAt(zoom).length);
  const wanted = namesAt(closest);
  let best = null;
  for (const zoom of zooms.filter((each) => each <= closest && closest - each <= WORTH)) {
    for (const corner of cornersAt(zoom)) {
      const names = namesAt(zoom, corner);
      if (!best || names > best.names) best = { zoom, corner, names };
      if (names >= wanted) return best;
    }
  }
  return best;
}

/**
 * The least shift {x, y} of boxes in a frame that frees all of them, and takes none out of the frame; null where none
 * does. `reach` in px.
 */
export function leastShift(boxes, size, taken, reach = SHIFTED) {
  const frame = frameOf(size);
  const inside = boxes.filter((box) => isWithin(box, frame));
  const isKept = (shift) => inside.every((box) => isWithin(moved(box, shift), frame));
  return shiftsWithin(reach).find((shift) => isKept(shift) && !isCovered(boxes, shift, taken)) || null;
}

/** Does any box lie under one of those that are taken? */
export function isCovered(boxes, shift, taken) {
  return boxes.some((box) => {
    const wide = grown(moved(box, shift), CLEARANCE);
    return taken.some((other) => overlap(other, wide));
  });
}

/** A box moved just so far that it lies in a frame. */
export function movedInto(box, size) {
  const frame = frameOf(size);
  const into = (low, high, from, to) => Math.max(from - low, Math.min(0, to - high));
  return moved(box, { x: into(box[0], box[2], frame[0], frame[2]), y: into(box[1], box[3], frame[1], frame[3]) });
}

// --- tiny helpers ---------------------------------------------------------------------------------

const frameOf = ({ x, y }) => [EDGE, EDGE, x - EDGE, y - EDGE];

function leastCovered(zooms, size, taken, boxesAt, keep) {
  let best = null;
  for (const zoom of zooms) {
    const boxes = boxesAt(zoom);
    for (const corner of cornersFor(around(boxes), size, EDGE).map((each) => keep(zoom, each))) {
      const covered = boxes.filter((box) => isCovered([box], backBy(corner), taken)).length;
      if (!best || covered < best.covered) best = { zoom, corner, covered };
    }
  }
  return best;
}

const backBy = ({ x, y }) => ({ x: -x, y: -y });

function freeCorners(boxes, size, taken, air, keep) {
  const whole = around(boxes);
  const isInFrame = (corner) => isWithin(moved(whole, corner, -1), frameOf(size));
  return cornersFor(whole, size, air).map(keep).filter((corner) => isInFrame(corner) && !isCovered(boxes, backBy(corner), taken));
}

// The corners of frames that hold a box: first where it stands in the middle, then farther from there.
/**
 * @param {number[]} box
 * @param {{x: number, y: number}} size
 * @param {number} air
 */
function cornersFor([left, top, right, bottom], size, air) {
  const across = tries(left - air, right + air, size.x);
  const down = tries(top - air, bottom + air, size.y);
  const [x, y] = [across[0], down[0]];
  const corners = across.flatMap((each) => down.map((other) => ({ x: each, y: other })));
  return corners.sort((a, b) => Math.hypot(a.x - x, a.y - y) - Math.hypot(b.x - x, b.y - y));
}

// Where a frame's side may begin so that it holds from `low` to `high`.
function tries(low, high, side) {
  const slack = (side - (high - low)) / 2;
  if (slack < 0) return [];
  const middle = (low + high - side) / 2;
  const steps = Array.from({ length: TRIES }, (_, i) => ((i + 1) / TRIES) * slack);
  return [middle, ...steps.flatMap((step) => [middle - step, middle + step])];
}

const known = new Map();        // reach → the shifts within it, the least first

function shiftsWithin(reach) {
  if (!known.has(reach)) known.set(reach, madeShifts(Math.ceil(reach / STEP)));
  return known.get(reach);
}

function madeShifts(steps) {
  const line = Array.from({ length: 2 * steps + 1 }, (_, i) => (i - steps) * STEP);
  return line.flatMap((x) => line.map((y) => ({ x, y }))).sort((a, b) => Math.hypot(a.x, a.y) - Math.hypot(b.x, b.y));
}
