// The rows that queries find. What a brush changes, the days, is tested last, over what the rest of the query keeps.
import { HAS_TOLL, IS_ATTACK, IS_ROW } from "./columns.js";
import { kept, periodOf } from "./filters.js";
import { pick } from "./picking.js";

const KEPT = 4;                 // of the last queries: a reader goes to and fro between a few

export class Finder {
  constructor(columns) {
    this._columns = columns;
    this._kept = new Latest(KEPT, (rest) => kept(columns, rest));
    this._found = new Latest(KEPT, (query, spent) => this._dated(query, spent));
  }

  /**
   * {traits, matched, attacks, killed} of a query: the traits of the rows that it finds, 0 of others; how many records
   * and attacks it finds; the sums of their figures, as {low, best, high, unknown}.
   */
  found(query) {
    return this._found.get(query);
  }

  /** The traits of the rows that a query finds without its days. */
  undated(query) {
    return this._kept.get(periodOf(this._columns.filters, query).rest);
  }

  // A brush asks another query each time: what is no longer kept is written over.
  _dated(query, spent) {
    const { period, rest } = periodOf(this._columns.filters, query);
    const traits = this._kept.get(rest);
    const found = spent?.traits || new Uint8Array(traits.length);
    return { traits: found, ...narrowed(this._columns, traits, period, found) };
  }
}

// The pass of a brush: nothing is allocated for a row.
function narrowed({ first, last, killed: { low, best, high } }, traits, { from, to }, found) {
  const matched = keepDays(traits, first, last, from, to, found);
  let [attacks, known, lows, bests, highs] = [0, 0, 0, 0, 0];
  pick(found, IS_ATTACK, 0, found.length, (rows, count) => {
    attacks += count;
    for (let k = 0; k < count; k++) {
      const i = rows[k];
      known += found[i] & HAS_TOLL;
      lows += low[i];
      bests += best[i];
      highs += high[i];
    }
  });
  return { matched, attacks, killed: { low: lows, best: bests, high: highs, unknown: attacks - known / HAS_TOLL } };
}

// A day less another is negative where it comes before: then all of its bits from the highest on are 1.
function keepDays(traits, first, last, from, to, found) {
  let matched = 0;
  for (let i = 0; i < traits.length; i++) {
    found[i] = traits[i] & (((first[i] - to - 1) & (from - last[i] - 1)) >> 31);
    matched += found[i] & IS_ROW;
  }
  return matched;
}

/** Values by key: those of the last few keys are kept. `make` gets a key and the value that is given up for its. */
class Latest {
  constructor(size, make) {
    this._size = size;
    this._make = make;
    this._values = new Map();
  }

  get(key) {
    const value = this._values.get(key) || this._make(key, this._spent());
    this._values.delete(key);
    this._values.set(key, value);
    return value;
  }

  _spent() {
    if (this._values.size < this._size) return null;
    const [key, value] = this._values.entries().next().value;
    this._values.delete(key);
    return value;
  }
}
