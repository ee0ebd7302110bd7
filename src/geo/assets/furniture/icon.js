// Pictures on buttons, drawn in the colour of their words.
const SVG = "http://www.w3.org/2000/svg";
const FRAME = { viewBox: "0 0 16 16", width: "16", height: "16", "aria-hidden": "true" };
const LINE = { fill: "none", stroke: "currentColor", "stroke-width": "1.8", "stroke-linecap": "round" };

/** The picture of a path in a square of 16 by 16. */
export function icon(d) {
  const svg = drawn("svg", FRAME);
  svg.append(drawn("path", { d, ...LINE }));
  return svg;
}

function drawn(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}
