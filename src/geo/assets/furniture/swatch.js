// Small canvases with one symbol each.
import { drawShape } from "../drawing/shapes.js";
import { styleOf } from "../drawing/styles.js";
import { element } from "./element.js";

const BOX = 22;                 // px, side of a swatch
const SYMBOL = 13;              // px, the symbol in it

/** The symbol of one record, at a fixed size. */
export const swatch = (properties, look) => swatchOf(styleOf(properties, look), look.theme);

/** A symbol on a canvas of its size. */
export function swatchOf(style, theme, diameter = SYMBOL, box = BOX) {
  const ratio = window.devicePixelRatio || 1;
  const canvas = element("canvas", { width: box * ratio, height: box * ratio, "aria-hidden": "true" });
  Object.assign(canvas.style, { width: `${box}px`, height: `${box}px` });
  const ctx = canvas.getContext("2d");
  ctx.scale(ratio, ratio);
  drawShape(ctx, style, box / 2, box / 2, diameter, theme);
  return canvas;
}
