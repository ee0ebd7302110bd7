// Asks a source for a timeline in the finest unit that has room; the latest question wins.
import { Scale } from "./scale.js";
import { FIRST_UNIT, coarserUnit, unitFor } from "./units.js";

const MOST_ROUNDS = 4;          // questions until the unit fits what the answers say of the span

export class Questions {
  constructor(source) {
    this._source = source;
    this._current = null;
    this._query = null;
    this._unit = FIRST_UNIT;
  }

  /**
   * The timeline of a query for a width in px, within the days `closer` or of all; null where another was asked meanwhile.
   * @param {string} query
   * @param {{by: string, measure: string, series: string[], bounds: number[] | null}} spec
   * @param {number} width
   * @param {number[] | null} closer
   */
  async ask(query, spec, width, closer) {
    this._current?.abort();
    const { signal } = (this._current = new AbortController());
    if (query !== this._query) Object.assign(this, { _query: query, _unit: FIRST_UNIT });   // its span may be longer by far
    let unit = closer ? unitFor(closer, width) : this._unit;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const data = await this._answer(query, spec, unit, signal, closer);
      if (signal.aborted) return null;
      const better = data.bins ? unitFor(closer || daysOf(data), width) : data.unit;
      if (better === data.unit || round === MOST_ROUNDS - 1 || closer) return this._keep(data, closer);
      unit = better;
    }
  }

  stop() {
    this._current?.abort();
  }

  _keep(data, closer) {
    if (!closer) this._unit = data.unit;
    return closer ? within(data, closer) : data;
  }

  // Where a unit has too many bins, the next longer one is asked for.
  async _answer(query, spec, unit, signal, closer) {
    try {
      return await this._source.timeline(query, { ...spec, unit }, signal);
    } catch (/** @type {any} */ error) {
      if (error.status !== 400 || !coarserUnit(unit) || signal.aborted) throw error;
      return this._answer(query, spec, coarserUnit(unit), signal, closer);
    }
  }
}

const daysOf = (data) => new Scale(data, [0, 1]).days;

/**
 * The bins of a timeline that touch days.
 * @param {any} data
 * @param {number[]} days
 */
export function within(data, [first, last]) {
  if (!data.bins) return data;
  const scale = new Scale(data, [0, 1]);
  const from = Math.max(0, Math.floor(scale.edgeOf(first)));
  const to = Math.min(data.bins, Math.ceil(scale.edgeOf(last + 1)));
  if (from >= to) return { ...data, first: null, bins: 0 };
  const part = (values) => values?.slice(from, to);
  const series = data.series.map(({ value, exact, spread }) => ({ value, exact: part(exact), spread: part(spread) }));
  return { ...data, first: scale.nameOf(from), bins: to - from, series, low: part(data.low), high: part(data.high) };
}

