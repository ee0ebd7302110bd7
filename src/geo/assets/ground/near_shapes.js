// What a file of the near ground holds, as shapes to draw; scripts/build_near_ground.py has the form of the files.
import { NEAR_OVERLAP, NEAR_SCALE } from "../shared.js";
import { withoutEdges } from "./coast.js";
import { summed } from "./steps.js";

/**
 * @typedef {object} Shape polygons or lines of [lon, lat]
 * @property {string} kind
 * @property {number} [from] zoom from which it shows
 * @property {number} [width] px, of a river
 * @property {number[][][][]} [polygons]
 * @property {number[][][]} [lines]
 */

/**
 * The shapes of a cell, from below; `box` is [west, south, east, north], in degrees.
 * @returns {Shape[]}
 */
export function shapesOf({ land = [], lakes = [], rivers = [], regions = [] }, box) {
  const areas = (polygons) => polygons.map((rings) => rings.map(line));
  const edges = (polygons) => polygons.flat().flatMap((ring) => withoutEdges(summed(ring), edgesOf(box)).map(inDegrees));
  const lines = (kind, from, width, steps) => ({ kind, from, width, lines: steps.map(line) });
  const shapes = [
    { kind: "sea", polygons: land.length ? [[corners(box)]] : [] },
    { kind: "land", polygons: areas(land) },
    { kind: "coast", lines: edges(land) },
    { kind: "lakes", polygons: areas(lakes) },
    { kind: "shores", lines: edges(lakes) },
    ...rivers.map(([from, width, ...steps]) => lines("rivers", from, width, steps)),
    ...regions.map(([from, ...steps]) => lines("regions", from, undefined, steps)),
  ];
  return shapes.filter((shape) => (shape.polygons || shape.lines).length);
}

const inDegrees = (points) => points.map(([x, y]) => [x / NEAR_SCALE, y / NEAR_SCALE]);

const line = (steps) => inDegrees(summed(steps));

// The edges that polygons of a cell are cut along, in steps.
/** @param {number[]} box */
function edgesOf([west, south, east, north]) {
  const [left, bottom, right, top] = [west, south, east, north].map((side) => side * NEAR_SCALE);
  return [Math.max(left - NEAR_OVERLAP, -180 * NEAR_SCALE), bottom - NEAR_OVERLAP, Math.min(right + NEAR_OVERLAP, 180 * NEAR_SCALE), top + NEAR_OVERLAP];
}

/** @param {number[]} box */
const corners = ([west, south, east, north]) => [[west, south], [west, north], [east, north], [east, south]];
