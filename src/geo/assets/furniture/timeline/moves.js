// How the ends of a brush move: pairs of edges, by whole bins, at least one bin apart.
const PAGE = { year: 10, month: 12, week: 4, day: 7 };   // bins that a Page key goes

// Key → how many bins it goes, in a unit; the ends of the axis are as far as it is long.
const KEYS = {
  ArrowLeft: () => -1, ArrowDown: () => -1, ArrowRight: () => 1, ArrowUp: () => 1,
  PageDown: (unit) => -PAGE[unit], PageUp: (unit) => PAGE[unit], Home: () => -Infinity, End: () => Infinity,
};

/** How many bins a key goes, or 0. */
export const stepOf = (key, unit) => (Object.hasOwn(KEYS, key) ? KEYS[key](unit) : 0);

/** The edges with their left (0) or right (1) end moved by bins; the other end stays. */
export function withEndMoved(edges, end, step, bins) {
  const to = beyond(edges[end], step);
  return end === 0 ? [within(to, 0, Math.ceil(edges[1]) - 1), edges[1]] : [edges[0], within(to, Math.floor(edges[0]) + 1, bins)];
}

/** The edges with one end at a whole edge; dragged over the other end, the two change places. */
export function withEndAt(edges, end, edge, bins) {
  const other = edges[1 - end];
  if (edge !== other) return [Math.min(edge, other), Math.max(edge, other)];
  const isLeft = edge === bins || (end === 0 && edge > 0);
  return isLeft ? [edge - 1, edge] : [edge, edge + 1];
}

/** The edges around the bins from one to another. */
export const around = (a, b) => [Math.min(a, b), Math.max(a, b) + 1];

/** The edges moved together by bins, as far as the axis goes. */
export function shifted([left, right], step, bins) {
  const length = lengthOf([left, right]);
  const start = within(beyond(left, step), 0, bins - length);
  return [start, start + length];
}

/** How many bins lie between edges; parts of bins at the ends count as one together. */
export const lengthOf = ([left, right]) => Math.max(1, Math.round(right - left));

// A broken edge goes to the next whole one first.
const beyond = (edge, step) => (step > 0 ? Math.floor(edge) : Math.ceil(edge)) + step;

const within = (value, least, most) => Math.max(least, Math.min(most, value));
