// The chart of an answer: its canvas, and what there is to say of each bin.
import { element } from "../element.js";
import { drawChart, frameOf, measuring } from "./chart.js";
import { paintOf } from "./paint.js";
import { binLines, spanInWords, titleOf } from "./words.js";

export class Plot {
  constructor() {
    this.node = element("canvas", { role: "img" });
    this.data = null;
    this.scale = null;                     // of the bins that were drawn last
  }

  /** Is anything drawn? */
  get isThere() {
    return Boolean(this.data?.bins);
  }

  /** Draw what there is in a size in px. */
  draw(size, look) {
    const { data } = this;
    const frame = frameOf(data, size.x, measuring(this.node));
    this.scale = frame.scale;
    this._paints = data.series.map(({ value }) => paintOf(value, data.by, look));
    drawChart(this.node, size, data, frame, this._paints, look.theme);
    this.node.setAttribute("aria-label", `${titleOf(data)}, ${spanInWords(this.scale.days)}`);
  }

  /** What the bin at a number holds, in lines. */
  linesOf(bin) {
    const { series, low, high } = this.data;
    const sum = (name) => series.reduce((total, each) => total + each[name][bin], 0);
    return binLines(this.scale.nameOf(bin), this.data, { exact: sum("exact"), spread: sum("spread"), low: low?.[bin], high: high?.[bin] });
  }

  /**
   * What the bins at the ends of a period hold, each in one line.
   * @param {number[]} edges
   */
  linesAt([left, right]) {
    const inside = (bin) => Math.min(this.data.bins - 1, Math.max(0, bin));
    return [Math.floor(left), Math.ceil(right) - 1].map((bin) => this.linesOf(inside(bin)).join(", "));
  }

  /** The parts of a bin: {color, edge, isHollow, label, value} of each series in it. */
  rowsOf(bin) {
    const rows = this.data.series.map(({ exact, spread }, i) => ({ ...this._paints[i], value: exact[bin] + spread[bin] }));
    return rows.filter(({ value }) => value);
  }
}
