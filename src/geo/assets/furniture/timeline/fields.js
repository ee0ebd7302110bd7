// Two fields for the ends of the period, as dates.
import { element } from "../element.js";
import { faultOf } from "./dates.js";

const LABELS = { from: "From", to: "To" };
const NAMES = Object.keys(LABELS);

/** @typedef {{from: string, to: string}} Period partial dates, or "" */

export class Fields {
  /** @param {(period: Period) => void} onPeriod hears of a period without fault */
  constructor(onPeriod) {
    this._onPeriod = onPeriod;
    this._period = { from: "", to: "" };
    this._inputs = Object.fromEntries(NAMES.map((name) => [name, field()]));
    this._fault = element("p", { class: "atlas-time-fault", role: "alert" });
    const labels = Object.entries(LABELS).map(([name, label]) => element("label", {}, element("span", {}, label), this._inputs[name]));
    this.node = element("div", { class: "atlas-time-dates", role: "group", "aria-label": "Period as dates" }, ...labels, this._fault);
    this.node.addEventListener("change", () => this._take());
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && this._write());
  }

  /** Show a period; where it is open, its ends are those of `extent`, in grey. What is being typed stays. */
  show(period, extent) {
    const isOther = NAMES.some((name) => period[name] !== this._period[name]);
    this._period = period;
    for (const name of NAMES) this._inputs[name].placeholder = extent[name];
    if (isOther) this._write();
  }

  // Also takes back what was typed and is not a period.
  _write() {
    for (const name of NAMES) this._inputs[name].value = this._period[name];
    this._say(null);
  }

  _take() {
    const period = /** @type {Period} */ (Object.fromEntries(NAMES.map((name) => [name, this._inputs[name].value.trim()])));
    const fault = faultOf(period);
    this._say(fault);
    if (!fault) this._onPeriod(period);
  }

  _say(fault) {
    this._fault.textContent = fault ? `${fault.words}.` : "";
    for (const name of NAMES) this._inputs[name].setAttribute("aria-invalid", String(fault?.name === name));
  }
}

const field = () => element("input", { type: "text", inputmode: "numeric", autocomplete: "off", spellcheck: "false", size: "10" });
