// The shapes of symbols: the area of each equals that of a circle of the same diameter.
import { CORNERS, CROSSED, HALO, OUTLINE, SYMBOL_EDGE, THEMES, THIN, TRIANGLE_DROP, TURNS } from "../shared.js";
import { circle, fill, stroke } from "./canvas.js";
import { alpha, edgeOf } from "./colors.js";

const VEIL = 0.85;              // opacity of the land within a hollow triangle

const KNOWN = Object.create(null);   // shape → its corners

/** The corners of a polygon around the origin, for a diameter of 1. */
export const cornersOf = (shape) => KNOWN[shape] || (KNOWN[shape] = polygonOf(shape));

function polygonOf(shape) {
  const corners = CORNERS[shape];
  const area = (corners / 2) * Math.sin((2 * Math.PI) / corners);   // of the polygon in a circle of radius 1
  const radius = Math.sqrt(Math.PI / 4 / area);
  const drop = shape === "triangle" ? TRIANGLE_DROP : 0;
  return Array.from({ length: corners }, (_, i) => {
    const angle = (TURNS[shape] || 0) + (2 * Math.PI * i) / corners;
    return [radius * Math.cos(angle), radius * Math.sin(angle) + drop];
  });
}

/** Half the side of the square around a symbol with its halo, for a diameter in px. */
export function reachOf({ shape }, diameter) {
  const ends = shape in CORNERS ? cornersOf(shape) : CROSSED[shape]?.flat() || [[0.5, 0.5]];
  return diameter * Math.max(...ends.flat().map(Math.abs)) + HALO + OUTLINE / 2;
}

/** Draw a symbol with its halo, and the edge that its colour needs; style = {shape, color, filled}. */
export function drawShape(ctx, { shape, color, filled }, x, y, diameter, theme) {
  const isLine = filled === false || shape in CROSSED;
  const edge = edgeOf(color, theme);
  const { halo, land } = THEMES[theme];
  const width = Math.min(OUTLINE, Math.max(THIN, diameter / 4));
  ctx.lineJoin = "round";
  trace(ctx, shape, x, y, diameter);
  stroke(ctx, halo, 2 * HALO + (isLine ? width : 0));
  if (!isLine) fill(ctx, color);
  else if (shape in CORNERS) fill(ctx, alpha(land, VEIL));
  if (isLine) stroke(ctx, edge, width);
  else if (edge !== color) stroke(ctx, edge, SYMBOL_EDGE);
}

function trace(ctx, shape, x, y, diameter) {
  if (shape in CROSSED) crossed(ctx, CROSSED[shape], x, y, diameter);
  else if (shape in CORNERS) polygon(ctx, cornersOf(shape), x, y, diameter);
  else circle(ctx, x, y, diameter / 2);
}

function polygon(ctx, corners, x, y, scale) {
  ctx.beginPath();
  for (const [dx, dy] of corners) ctx.lineTo(x + dx * scale, y + dy * scale);
  ctx.closePath();
}

function crossed(ctx, lines, x, y, scale) {
  ctx.lineCap = "round";
  ctx.beginPath();
  for (const [[x0, y0], [x1, y1]] of lines) {
    ctx.moveTo(x + x0 * scale, y + y0 * scale);
    ctx.lineTo(x + x1 * scale, y + y1 * scale);
  }
}
