// The picture of a timeline: stacked bars, their scale and the axis of time, on a canvas.
import { alpha } from "../../drawing/colors.js";
import { FONT, sized } from "../../drawing/canvas.js";
import { abbreviated } from "../../drawing/words.js";
import { THEMES } from "../../shared.js";
import { Scale } from "./scale.js";
import { countLines, timeTicks } from "./ticks.js";

const AXIS = 17;         // px under the bars, for the axis of time
const TOP = 8;                  // px over the highest bar
const SIDE = { fine: 14, coarse: 34 };   // px left and right, where the handles have room, by pointer
const GRIP = 12;                // px that a handle takes outside of the bars
const LEAST = 2;                // px, the height of the smallest bar
const GAP = 1;                  // px between bars …
const ROOMY = 4;                // … that are so wide
const LETTERS = `11px ${FONT}`;
const EDGED = 4;                // px of a bar from which its colour has the edge that it needs; a thinner one is all edge
const HATCH = 4;                // px from one stripe to the next
const WHISKER = 5;              // px, the width of a whisker's ends

/** The axis of time and the scale of counts of a timeline, for a width in px. */
export function frameOf(data, width, widthOf) {
  const most = mostOf(data);
  const lines = countLines(most);
  const side = SIDE[window.matchMedia("(pointer: coarse)").matches ? "coarse" : "fine"];
  const left = Math.max(side, ...lines.map((value) => widthOf(lineText(value)) + GRIP + 4));
  return { scale: new Scale(data, [left, width - side]), most, lines };
}

/** The width of a text on the chart. */
export function measuring(canvas) {
  const ctx = canvas.getContext("2d");
  return (text) => {
    ctx.font = LETTERS;
    return ctx.measureText(text).width;
  };
}

/** Draw a timeline; `paints` are those of its series. */
export function drawChart(canvas, { x: width, y: height }, data, { scale, most, lines }, paints, theme) {
  const ctx = sized(canvas, { x: width, y: height });
  const base = height - AXIS;
  const yOf = (value) => base - (value / most) * (base - TOP);
  const colors = THEMES[theme];
  gridLines(ctx, lines, yOf, [scale.left, scale.right], colors);
  bars(ctx, data, scale, yOf, base, paints, colors);
  if (data.low) whiskers(ctx, data, scale, yOf, colors);
  axis(ctx, timeTicks(scale, measuring(canvas)), scale, base, colors);
}

/** The highest value of a timeline's scale. */
function mostOf({ series, bins, high }) {
  const sums = Array.from({ length: bins }, (_, i) => series.reduce((sum, { exact, spread }) => sum + exact[i] + spread[i], 0));
  return [...sums, ...(high || [])].reduce((most, value) => Math.max(most, value), 0);
}

const lineText = (value) => (Number.isInteger(value) ? abbreviated(value) : String(value));

function gridLines(ctx, lines, yOf, [left, right], colors) {
  Object.assign(ctx, { font: LETTERS, textAlign: "right", textBaseline: "middle", fillStyle: colors.label, strokeStyle: colors.rule, lineWidth: 1 });
  for (const value of lines) {
    const y = Math.round(yOf(value)) + 0.5;
    line(ctx, [left, y], [right, y]);
    ctx.fillText(lineText(value), left - GRIP, y);
  }
}

// --- bars -------------------------------------------------------------------------------------------

// First what is known to lie in a bin, of all series, and over it, striped, the shares of longer dates.
function bars(ctx, data, scale, yOf, base, paints, colors) {
  const sums = new Float64Array(data.bins);
  const part = (name) => data.series.forEach((series, i) => stack(ctx, series[name], sums, scale, yOf, paints[i], colors));
  part("exact");
  const exact = sums.slice();
  part("spread");
  stripes(ctx, exact, sums, scale, yOf, colors);
  tops(ctx, sums, scale, yOf, base, colors);
}

function stack(ctx, values, sums, scale, yOf, { color, edge, isHollow }, colors) {
  Object.assign(ctx, { strokeStyle: edge, lineWidth: 1 });
  values.forEach((value, bin) => {
    if (!value) return;
    const [x, w] = sides(scale, bin);
    const y = yOf(sums[bin] + value);
    const h = yOf(sums[bin]) - y;
    ctx.fillStyle = isHollow ? colors.paper : w < EDGED ? edge : color;
    ctx.fillRect(x, y, w, h);
    if (isHollow || (edge !== color && w >= EDGED)) ctx.strokeRect(x + 0.5, y + 0.5, Math.max(0, w - 1), Math.max(0, h - 1));
    sums[bin] += value;
  });
}

function stripes(ctx, exact, sums, scale, yOf, colors) {
  ctx.fillStyle = hatch(ctx, colors.paper);
  sums.forEach((sum, bin) => {
    const [x, w] = sides(scale, bin);
    if (sum > exact[bin]) ctx.fillRect(x, yOf(sum), w, yOf(exact[bin]) - yOf(sum));
  });
}

// A line on each bar: the colours of some series hardly stand out from paper.
function tops(ctx, sums, scale, yOf, base, colors) {
  ctx.fillStyle = colors.label;
  sums.forEach((sum, bin) => {
    const [x, w] = sides(scale, bin);
    if (sum) ctx.fillRect(x, Math.min(base - LEAST, yOf(sum)), w, 1);
  });
}

function sides(scale, bin) {
  const [left, right] = [Math.round(scale.x(bin)), Math.round(scale.x(bin + 1))];
  return [left, Math.max(1, right - left - (scale.binWidth >= ROOMY ? GAP : 0))];
}

function hatch(ctx, paper) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = HATCH;
  const own = tile.getContext("2d");
  Object.assign(own, { strokeStyle: alpha(paper, 0.85), lineWidth: 1.6 });
  for (const shift of [-HATCH, 0, HATCH]) line(own, [shift, HATCH], [shift + HATCH, 0]);
  return ctx.createPattern(tile, "repeat");
}

function whiskers(ctx, { low, high }, scale, yOf, colors) {
  Object.assign(ctx, { strokeStyle: colors.ink, lineWidth: 1 });
  high.forEach((top, bin) => {
    if (top === low[bin]) return;
    const x = Math.round(scale.x(bin + 0.5)) - 0.5;
    const half = Math.min(WHISKER, scale.binWidth) / 2;
    line(ctx, [x, yOf(top)], [x, yOf(low[bin])]);
    for (const value of [top, low[bin]]) line(ctx, [x - half, yOf(value)], [x + half, yOf(value)]);
  });
}

// --- the axis of time -----------------------------------------------------------------------------

function axis(ctx, ticks, scale, base, colors) {
  Object.assign(ctx, { font: LETTERS, textAlign: "left", textBaseline: "alphabetic", fillStyle: colors.label, strokeStyle: colors.label, lineWidth: 1 });
  line(ctx, [scale.left, base + 0.5], [scale.right, base + 0.5]);
  for (const { x, text } of ticks) {
    const at = Math.round(x) + 0.5;
    line(ctx, [at, base], [at, base + 5]);
    ctx.fillText(text, at + 1, base + 14);
  }
}

function line(ctx, from, to) {
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
}
