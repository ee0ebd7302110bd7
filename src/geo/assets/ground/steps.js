// Outlines as whole steps: the first position of a line in parts of a degree, then the steps to the next ones.

/**
 * The positions of a line, in steps.
 * @param {number[]} steps
 * @returns {number[][]}
 */
export function summed(steps) {
  let [x, y] = [0, 0];
  return Array.from({ length: steps.length / 2 }, (_, i) => [(x += steps[2 * i]), (y += steps[2 * i + 1])]);
}

/**
 * The positions [lon, lat] of a line; `scale` says how many steps a degree has.
 * @param {number[]} steps
 * @param {number} scale
 */
export const walked = (steps, scale) => summed(steps).map(([x, y]) => [x / scale, y / scale]);
