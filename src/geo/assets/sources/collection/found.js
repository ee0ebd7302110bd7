// The rows that queries find. What a brush changes, the days, is tested last, over what the rest of the query keeps.
import { IS_ATTACK } from "./columns.js";
import { kept, periodOf } from "./filters.js";

const KEPT = 4;                 // of the last queries: a reader goes to and fro between a few

export class Finder {
  constructor(columns, traits) {
    this._columns = columns;
    this._traits = traits;
    this._kept = new Latest(KEPT, (rest) => kept(columns, traits, rest));
    this._found = new Latest(KEPT, (query) => this._dated(query));
  }

  /** {traits, matched, figures} of a query: the traits of the rows that it finds, 0 of others; how many it finds; how many attacks have each figure of killed. */
  found(query) {
    return this._found.get(query);
  }

  /** The traits of the rows that a query finds without its days. */
  undated(query) {
    return this._kept.get(periodOf(this._columns.filters, query).rest);
  }

  _dated(query) {
    const { period: { from, to }, rest } = periodOf(this._columns.filters, query);
    const traits = this._kept.get(rest);
    const { first, last, coded: { killed } } = this._columns;
    const found = new Uint8Array(traits.length);
    const figures = new Float64Array(killed.values.length);
    const matched = withinDays(traits, first, last, from, to, found, killed.codes, figures);
    return { traits: found, matched, figures };
  }
}

function withinDays(traits, first, last, from, to, found, killed, figures) {
  let matched = 0;
  for (let i = 0; i < traits.length; i++) {
    const trait = traits[i];
    if (!trait || first[i] > to || last[i] < from) continue;
    found[i] = trait;
    matched++;
    if (trait & IS_ATTACK) figures[killed[i]]++;
  }
  return matched;
}

/** Values by key: those of the last few keys are kept. */
class Latest {
  constructor(size, make) {
    this._size = size;
    this._make = make;
    this._values = new Map();
  }

  get(key) {
    const value = this._values.has(key) ? this._values.get(key) : this._make(key);
    this._values.delete(key);
    this._values.set(key, value);
    if (this._values.size > this._size) this._values.delete(this._values.keys().next().value);
    return value;
  }
}
