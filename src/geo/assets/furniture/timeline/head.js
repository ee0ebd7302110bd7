// The line over a chart: what it counts, how it is read, and what it leaves out.
import { element } from "../element.js";
import { leftOut } from "./words.js";

const MEASURES = [["records", "Records"], ["killed", "People killed (best)"]];

export class Head {
  /** @param {(measure: string) => void} onMeasure */
  constructor(onMeasure) {
    this._measure = element("select", { "aria-label": "What is counted" }, ...MEASURES.map(([value, text]) => element("option", { value }, text)));
    this._measure.addEventListener("change", () => onMeasure(this._measure.value));
    this._unit = element("span");
    this._shares = element("span", { class: "atlas-time-shares" }, element("i", { "aria-hidden": "true" }), "share of a longer date");
    this._range = element("span", {}, "lines: lowest to highest");
    this._rest = element("span");
    this._shares.hidden = this._range.hidden = true;
    this._words = element("span", { role: "status" });
    const title = element("span", { class: "atlas-time-title" }, this._measure, this._unit);
    this.node = element("div", { class: "atlas-time-head" }, title, this._shares, this._range, this._rest, this._words);
  }

  /** Follow an answer. */
  show(data) {
    this._measure.value = data.measure;
    this._unit.textContent = data.bins ? `by ${data.unit}` : "";
    this._shares.hidden = !data.series.some(({ spread }) => spread.some(Boolean));
    this._range.hidden = !data.low;
    this._rest.textContent = leftOut(data);
    this.say(data.bins ? "" : "No record with a date.");
  }

  /** Say what is the matter. */
  say(words) {
    this._words.textContent = words;
  }
}
