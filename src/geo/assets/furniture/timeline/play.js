// How a period moves when it is played: the parameter `play` of an address, and the steps.
import { PLAY_MODES, PLAY_SPEED, PLAY_SPEEDS } from "../../shared.js";
import { lengthOf, shifted } from "./moves.js";

/** {mode, speed} of the parameter's text; what it leaves out, or a text of another form, is as by default. */
export function playOf(text) {
  const [mode, speed = PLAY_SPEED, ...more] = text.split(",");
  const isPlay = PLAY_MODES.includes(mode) && PLAY_SPEEDS.includes(Number(speed)) && !more.length;
  return isPlay ? { mode, speed: Number(speed) } : { mode: PLAY_MODES[0], speed: PLAY_SPEED };
}

/** The parameter's text; the speed that holds without one is left out. */
export const playText = ({ mode, speed }) => (speed === PLAY_SPEED ? mode : `${mode},${speed}`);

// By mode: the edges one bin on (1) or back (-1).
const STEPS = {
  moving: (edges, step, bins) => shifted(edges, step, bins),
  cumulative: ([left, right], step) => [left, step > 0 ? Math.floor(right) + 1 : Math.ceil(right) - 1],
};

/** The edges after a step on (1) or back (-1); null at the end. Where all is shown, the first step shows one bin. */
export function stepped(edges, mode, step, bins) {
  if (touchesAll(edges, bins) && (step > 0 || mode === "moving")) return step > 0 ? [0, 1] : [bins - 1, bins];
  const [left, right] = STEPS[mode](edges, step, bins);
  const isThere = right <= bins && right > left && (left !== edges[0] || right !== edges[1]);
  return isThere ? [left, right] : null;
}

/** Where playing begins: at the edges, or from the front where they are at the end. */
export function beginning(edges, mode, bins) {
  if (!isAtEnd(edges, bins)) return edges;
  const start = mode === "moving" ? 0 : Math.floor(edges[0]);
  return [start, start + (mode === "moving" && !touchesAll(edges, bins) ? lengthOf(edges) : 1)];
}

/** Has play come to the last bin? */
export const isAtEnd = (edges, bins) => Math.ceil(edges[1]) >= bins;

// A period from the first day of a month begins within a week.
const touchesAll = (edges, bins) => Math.floor(edges[0]) <= 0 && isAtEnd(edges, bins);

/**
 * Do edges hold all bins?
 * @param {number[]} edges
 * @param {number} bins
 */
export const isWhole = ([left, right], bins) => left <= 0 && right >= bins;
