// Strokes and letters on a 2D canvas, in CSS pixels.
import { THEMES } from "../shared.js";
import { alpha } from "./colors.js";

export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
export const TEXT_HALO = 3;     // px
const TEXT_HALO_OPACITY = 0.9;

/** The canvas's context, cleared, in CSS pixels; a canvas is resized only when it must be, which is slow. */
export function sized(canvas, { x, y }) {
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [Math.round(x * ratio), Math.round(y * ratio)];
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  Object.assign(canvas.style, { width: `${x}px`, height: `${y}px` });
  const ctx = canvas.getContext("2d");
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, x, y);
  return ctx;
}

/** Begin a path that is a circle. */
export function circle(ctx, x, y, radius) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
}

/** Stroke the path. */
export function stroke(ctx, color, width) {
  ctx.strokeStyle = color;
  ctx.lineWidth = width;
  ctx.stroke();
}

/** Fill the path. */
export function fill(ctx, color) {
  ctx.fillStyle = color;
  ctx.fill();
}

/** Write a text whose left end is (x, y), with a halo of land; `color` is a colour's name in the theme. */
export function writeFrom(ctx, text, x, y, font, theme, color = "label") {
  Object.assign(ctx, { font, textAlign: "left", textBaseline: "middle", lineWidth: TEXT_HALO });
  ctx.strokeStyle = alpha(THEMES[theme].land, TEXT_HALO_OPACITY);
  ctx.strokeText(text, x, y);
  ctx.fillStyle = THEMES[theme][color];
  ctx.fillText(text, x, y);
}

/** Write a text whose middle is (x, y), in the context's font. */
export function writeAround(ctx, text, x, y, color) {
  Object.assign(ctx, { textAlign: "center", textBaseline: "middle", fillStyle: color });
  ctx.fillText(text, x, y + 0.5);
}
