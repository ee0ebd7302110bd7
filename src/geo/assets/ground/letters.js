// Names of the base map on a canvas: their letters, and the signs of towns.
import { moved } from "../drawing/boxes.js";
import { circle, FONT, TEXT_HALO } from "../drawing/canvas.js";
import { AREA_KINDS, NAME_KINDS } from "../shared.js";

const CORE = 2;                 // px between the edge of a capital's sign and its light core

const widths = new Map();

/** The width in px of the longest of some lines; the context's type is set to that of their kind. */
export function widthOf(ctx, lines, kind) {
  setType(ctx, NAME_KINDS[kind]);
  return Math.max(...lines.map((line) => measured(ctx, line)));
}

function measured(ctx, text) {
  const key = `${ctx.font} ${text}`;
  if (!widths.has(key)) widths.set(key, Math.ceil(ctx.measureText(text).width));
  return widths.get(key);
}

function setType(ctx, { weight, size, spacing }) {
  ctx.font = `${weight} ${size}px ${FONT}`;
  ctx.letterSpacing = `${spacing}px`;   // a browser that has none sets the name closer
}

/** Write a name; `corner` is the place of the canvas in the pixels of its box. */
export function writeName(ctx, { kind, lines, box, sign, hidden }, corner, colors) {
  const type = NAME_KINDS[kind];
  const [left, top, right] = moved(box, corner, -1);
  const isArea = AREA_KINDS.includes(kind);
  setType(ctx, type);
  Object.assign(ctx, { textAlign: isArea ? "center" : "left", textBaseline: "middle", lineJoin: "round", globalAlpha: 1 });
  Object.assign(ctx, { strokeStyle: colors.land, lineWidth: TEXT_HALO, fillStyle: colors.label });
  if (type.sign && !hidden) drawSign(ctx, kind, moved(sign, corner, -1), colors);
  const x = isArea ? (left + right + type.spacing) / 2 : left;   // the last letter's spacing stands behind it
  lines.forEach((line, i) => {
    const y = top + type.line * (i + 0.5);
    ctx.strokeText(line, x, y);
    ctx.globalAlpha = type.opacity;
    ctx.fillText(line, x, y);
    ctx.globalAlpha = 1;
  });
}

// A capital is a square with a light core, a town a dot.
/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} kind
 * @param {number[]} sign
 * @param {Record<string, string>} colors
 */
function drawSign(ctx, kind, [left, top, right, bottom], colors) {
  const isCapital = kind === "capital";
  ctx.beginPath();
  if (isCapital) ctx.rect(left, top, right - left, bottom - top);
  else circle(ctx, (left + right) / 2, (top + bottom) / 2, (right - left) / 2);
  ctx.stroke();
  ctx.fill();
  if (!isCapital) return;
  ctx.fillStyle = colors.land;
  ctx.fillRect(left + CORE, top + CORE, right - left - 2 * CORE, bottom - top - 2 * CORE);
  ctx.fillStyle = colors.label;
}
