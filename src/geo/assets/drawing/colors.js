// Arithmetic of sRGB colours, written as #rrggbb.
import { THEMES } from "../shared.js";

const LEGIBLE = 3;              // the least contrast that WCAG asks of graphics

/**
 * The colour of a mark's body or line, and that of its edge. On dark land a dark colour sinks: a body gets
 * a light edge, and a line, which has no body to show its colour, becomes light itself.
 */
export function legible(color, theme, isLine) {
  const { halo, label, land } = THEMES[theme];
  if (theme === "light" || contrast(color, land) >= LEGIBLE) return [color, halo];
  return isLine ? [label, halo] : [color, label];
}

/** The colour with an opacity from 0 to 1, as CSS writes it. */
export const alpha = (hex, opacity) => `rgba(${channels(hex).join(",")},${opacity})`;

/** The colour between two: `share` is that of the second, from 0 to 1. */
export function mixed(a, b, share) {
  const [from, to] = [channels(a), channels(b)];
  return `#${from.map((v, i) => Math.round(v + (to[i] - v) * share).toString(16).padStart(2, "0")).join("")}`;
}

/** The contrast ratio of WCAG, from 1 to 21. */
export function contrast(a, b) {
  const [dark, light] = [luminance(a), luminance(b)].sort((p, q) => p - q);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex) {
  const [r, g, b] = channels(hex).map((v) => (v / 255 <= 0.04045 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
