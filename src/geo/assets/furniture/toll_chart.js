// The chart of how a toll was reported, as geo/words/tolls/chart.py has laid it out.
const SVG = "http://www.w3.org/2000/svg";

/** A chart as an SVG element, with words for those who do not see it. */
export function chartOf({ width, height, bands, lines, dots, letters, label }) {
  const parts = [
    ...bands.map((band) => shape("rect", { ...band })),
    ...lines.map(({ look, ...ends }) => shape("line", { ...ends, class: look })),
    ...dots.map(({ x, y, r, look }) => shape("circle", { cx: x, cy: y, r, class: look })),
    ...letters.map(line),
  ];
  return shape("svg", { class: "atlas-toll", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label }, ...parts);
}

function line({ x, y, text, size, align, look, is_struck: struck }) {
  return shape("text", { x, y, "font-size": size, "text-anchor": align, class: struck ? `${look} struck` : look }, text);
}

/** Make an SVG element; strings among `children` become text. */
function shape(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}
