// What is said of a bin that is pointed at: a line, and a row for each series.
import { element } from "../element.js";
import { rounded } from "./words.js";

const EDGE = 4;                 // px kept free to the sides

export class Tip {
  constructor() {
    this.node = element("div", { class: "atlas-time-tip", hidden: "" });
  }

  /**
   * Say lines over a px of the chart.
   * @param {string[]} lines
   * @param {{color: string, edge: string, isHollow: boolean, label: string, value: number}[]} rows
   * @param {number} x
   */
  show([title, ...lines], rows, x) {
    this.node.replaceChildren(element("strong", {}, title), ...lines.map((line) => element("p", {}, line)), ...rows.map(rowOf));
    this.node.hidden = false;
    const room = this.node.parentElement.clientWidth - this.node.offsetWidth - EDGE;
    this.node.style.left = `${Math.max(EDGE, Math.min(room, x - this.node.offsetWidth / 2))}px`;
  }

  hide() {
    this.node.hidden = true;
  }
}

function rowOf({ color, edge, isHollow, label, value }) {
  const swatch = element("i", { "aria-hidden": "true" });
  swatch.style.borderColor = edge;
  swatch.style.background = isHollow ? "none" : color;
  return element("span", {}, swatch, element("bdi", {}, label), element("b", {}, rounded(value)));
}
