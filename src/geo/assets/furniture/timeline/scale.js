// The axis of time: bins of equal width, and where days lie in them. An edge is the number of a bin's left end on the
// axis, a whole one between bins, a broken one within a bin.
import { binsOf, firstDay } from "../../sources/collection/calendar.js";

/** The axis of a timeline's bins = {unit, first, bins}, between two px. */
export class Scale {
  constructor({ unit, first, bins }, [left, right]) {
    this.unit = unit;
    this.bins = bins;
    this.left = left;
    this.right = right;
    this.binWidth = (right - left) / bins;
    this._calendar = binsOf(unit);
    this._start = this._calendar.of(firstDay(first));
  }

  /** The first and the last day of all bins. */
  get days() {
    return [this.dayAt(0), this.dayAt(this.bins) - 1];
  }

  /** The px of an edge. */
  x(edge) {
    return this.left + edge * this.binWidth;
  }

  /** The edge at which a day begins. */
  edgeOf(day) {
    const bin = this._calendar.of(day);
    const begin = this._calendar.begin(bin);
    return bin - this._start + (day - begin) / (this._calendar.begin(bin + 1) - begin);
  }

  /** The day that begins at an edge. */
  dayAt(edge) {
    const bin = this._start + Math.floor(edge);
    const [begin, end] = [this._calendar.begin(bin), this._calendar.begin(bin + 1)];
    return begin + Math.round((edge - Math.floor(edge)) * (end - begin));
  }

  /** The name of a bin, "2024-03". */
  nameOf(bin) {
    return this._calendar.name(this._start + bin);
  }

  /** The bin at a px; the first or last one where it lies outside. */
  binAt(x) {
    return Math.min(this.bins - 1, Math.max(0, Math.floor((x - this.left) / this.binWidth)));
  }

  /**
   * The edges [left, right] of a period's days [first, last], as far as they lie on the axis.
   * @param {number[]} days
   */
  edgesOf([first, last]) {
    const inside = (edge) => Math.min(this.bins, Math.max(0, edge));
    return [inside(this.edgeOf(first)), inside(this.edgeOf(last + 1))];
  }

  /**
   * The days [first, last] between two edges.
   * @param {number[]} edges
   */
  daysBetween([left, right]) {
    return [this.dayAt(left), this.dayAt(right) - 1];
  }
}
