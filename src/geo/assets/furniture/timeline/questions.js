// Asks a source for a timeline in the finest unit that has room; the latest question wins.
import { isoDay } from "../../sources/collection/calendar.js";
import { PERIOD, without } from "../../sources/queries.js";
import { Scale } from "./scale.js";
import { FIRST_UNIT, coarserUnit, unitFor } from "./units.js";

const MOST_ROUNDS = 4;          // questions until the unit fits what the answers say of the span

export class Questions {
  constructor(source) {
    this._source = source;
    this._current = null;
    this._unit = FIRST_UNIT;
    this._known = null;                    // the query whose extent this is
    this._extent = null;
  }

  /**
   * The timeline of a query for a width in px, as {data, extent}: of the days `closer`, or of all. `extent` are the first
   * and the last day of all bins, also where `closer` or the spec's bounds narrow them: a view keeps the axis of the
   * whole. Null where another was asked meanwhile.
   * @param {string} query
   * @param {{by: string, measure: string, series: string[], bounds: number[] | null}} spec
   * @param {number} width
   * @param {number[] | null} closer
   */
  async ask(query, spec, width, closer) {
    this._current?.abort();
    const { signal } = (this._current = new AbortController());
    try {
      return await this._ask(query, spec, width, closer, signal);
    } catch (error) {
      if (signal.aborted) return null;      // the newer question has an answer of its own
      throw error;
    }
  }

  async _ask(query, spec, width, closer, signal) {
    const base = without(query, ...PERIOD);
    const ask = (unit, span, bounds) => this._source.timeline(query, { ...spec, unit, span, bounds }, signal);
    const isPart = closer || spec.bounds;
    let data = null;
    const isOther = this._known !== base;
    if (isOther) this._unit = FIRST_UNIT;   // its span may be longer by far
    if (!isPart || isOther) {
      data = await this._fitting((unit) => ask(unit, null, null), width, signal);
      if (signal.aborted) return null;
      Object.assign(this, { _known: base, _extent: daysOf(data) });
    }
    if (isPart && this._extent) {
      const span = closer || this._extent;
      data = await ask(unitFor(span, width), span.map(isoDay), spec.bounds);
    }
    return signal.aborted ? null : { data, extent: this._extent };
  }

  // How long the span is, an answer tells: what it says is asked for again in the unit that fits.
  async _fitting(ask, width, signal) {
    let data = null;
    for (let round = 0; round < MOST_ROUNDS && data?.unit !== this._unit && !signal.aborted; round++) {
      data = await this._answer(ask, signal);
      this._unit = data.bins ? unitFor(daysOf(data), width) : data.unit;
    }
    return data;
  }

  stop() {
    this._current?.abort();
  }

  // Where a unit has too many bins, the next longer one is asked for.
  async _answer(ask, signal) {
    try {
      return await ask(this._unit);
    } catch (/** @type {any} */ error) {
      const longer = coarserUnit(this._unit);
      if (error.status !== 400 || !longer || signal.aborted) throw error;
      this._unit = longer;
      return this._answer(ask, signal);
    }
  }
}

const daysOf = (data) => (data.bins ? new Scale(data, [0, 1]).days : null);
