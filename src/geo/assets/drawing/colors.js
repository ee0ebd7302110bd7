// Colours are sRGB, written as #rrggbb.
import { EDGES } from "../shared.js";

/** The colour of the edge around a body, and of a line: seen on land, water and paper of a theme. */
export const edgeOf = (color, theme) => EDGES[theme][color] ?? color;

/** The colour with an opacity from 0 to 1, as CSS writes it. */
export const alpha = (hex, opacity) => `rgba(${channels(hex).join(",")},${opacity})`;

/** The colour between two: `share` is that of the second, from 0 to 1. */
export function mixed(a, b, share) {
  const [from, to] = [channels(a), channels(b)];
  return `#${from.map((v, i) => Math.round(v + (to[i] - v) * share).toString(16).padStart(2, "0")).join("")}`;
}

const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
