// The period that is shown, on the days of all bins.
import { isSamePeriod } from "../../sources/queries.js";
import { daysOf, daysWithin, periodOfDays, periodOfMove } from "./dates.js";
import { periodInWords } from "./words.js";

const EVER = [-Infinity, Infinity];

export class Period {
  /** @param {{from: string, to: string}} text partial dates, or "" */
  constructor(text) {
    this.text = text;
    /** @type {number[]} */
    this.extent = null;                    // the first and the last day of all bins
  }

  /** Its days, as far as they lie on the axis of all. */
  get days() {
    return daysWithin(this.text, this.extent);
  }

  get words() {
    return periodInWords(this.text, this.extent);
  }

  /** Is it written so? */
  isText(text) {
    return isSamePeriod(this.text, text);
  }

  /** Its edges on an axis. */
  edgesOn(scale) {
    return scale.edgesOf(daysOf(this.text, this.extent));
  }

  /** What it is called after a move to other edges. */
  textAt(edges, scale) {
    return periodOfMove(this.text, scale.daysBetween(edges), scale.unit, this.extent);
  }

  /** The ends of all bins of a unit, as dates. */
  endsOf(unit) {
    return periodOfDays(this.extent, unit, EVER);
  }
}
