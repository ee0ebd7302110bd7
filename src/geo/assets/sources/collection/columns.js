// What a collection is made of: columns of numbers, with a row for each record. file.js and rows.js make them.
// Rows lie along the Morton curve of the finest grid, so that the records of a cell at any zoom stand together.
import { SYMBOLS } from "../../shared.js";

export const NEVER = 2 ** 29;   // the first day of a record without a date; its last one is -NEVER: no day lies between

// What is true of a row, as bits.
export const IS_ROW = 1;
export const IS_DRAWN = 2;      // it has one site, and that is drawn
export const IS_ATTACK = 4;     // it is not context
export const HAS_TOLL = 8;      // how many were killed is known

/**
 * A column of values of which few differ: row i has values[codes[i]]. Columns may share their codes.
 * @typedef {{codes: Uint8Array | Uint16Array | Uint32Array, values: any[]}} Coded
 *
 * Sites of records that have several, along the Morton curve. `record` is the row of each, `place` its place among the
 * `records` that have several, `number` that among the sites
 * of its record, `sites` how many those have.
 * @typedef {{record: ArrayLike<number>, place: ArrayLike<number>, number: ArrayLike<number>, x: ArrayLike<number>,
 *   y: ArrayLike<number>, lon: ArrayLike<number>, lat: ArrayLike<number>, site: Coded, records: number[], sites: ArrayLike<number>}} Several
 *
 * `x` and `y` are column and row of the first site in the finest grid, of the `placed` rows that have one; the others
 * come after them. `first` and `last` are days from 1970. `killed` has figures of each row, 0 where it has none; `traits`
 * are bits. `coded` has the columns of values by their names in the store; `site` is of [precision, radius in km].
 * @typedef {{count: number, placed: number, x: ArrayLike<number>, y: ArrayLike<number>, lon: ArrayLike<number>,
 *   lat: ArrayLike<number>, first: Int32Array, last: Int32Array, killed: {low: ArrayLike<number>, best: ArrayLike<number>, high: ArrayLike<number>},
 *   traits: Uint8Array, coded: Object<string, Coded>, several: Several,
 *   filters: {name: string, kind: string, column: string}[], limit: number, countries: Object<string, string>,
 *   noAttacks: string[], words?: any}} Columns
 */

/** Is a site drawn? It is [precision, radius], or null for none. */
export const isDrawn = (site) => site !== null && !SYMBOLS.undrawn.includes(site[0]);

/** The smallest array that holds codes of so many values. */
const codesFor = (count, values) => new (values <= 256 ? Uint8Array : values <= 65_536 ? Uint16Array : Uint32Array)(count);

/** A table of numbers by code: one for each value of a column. */
export const tableOf = ({ values }, number) => Uint8Array.from(values, number);

/** Codes and values of a list, in the order in which the values come. */
export function codedOf(list) {
  const found = new Map();
  const numbers = list.map((value) => found.get(value) ?? found.set(value, found.size).get(value));
  const codes = codesFor(list.length, found.size);
  codes.set(numbers);
  return { codes, values: [...found.keys()] };
}

/** The precision of a record's best-known site, "none" without any; `precisions` are from the most exact one. */
export function finestOf({ count, placed, coded: { site }, several }, precisions) {
  const values = [...precisions, "none"];
  const ranks = ({ values: sites }) => tableOf({ values: sites }, (each) => (each ? values.indexOf(each[0]) : precisions.length));
  const codes = new Uint8Array(count).fill(precisions.length);
  const rank = ranks(site);
  for (let i = 0; i < placed; i++) codes[i] = rank[site.codes[i]];
  const others = ranks(several.site);
  for (let j = 0; j < several.record.length; j++) codes[several.record[j]] = Math.min(codes[several.record[j]], others[several.site.codes[j]]);
  return { codes, values };
}

/** What is true of each row; `killed` is the column of [low, best, high]. */
export function traitsOf({ count, placed, coded: { site, record_type }, several }, killed) {
  const traits = new Uint8Array(count);
  const attack = tableOf(record_type, (type) => (type === "context" ? IS_ROW : IS_ROW | IS_ATTACK));
  const drawn = tableOf(site, (each) => (isDrawn(each) ? IS_DRAWN : 0));
  const known = tableOf(killed, ([, best]) => (best == null ? 0 : HAS_TOLL));
  for (let i = 0; i < count; i++) traits[i] = attack[record_type.codes[i]] | known[killed.codes[i]] | (i < placed ? drawn[site.codes[i]] : 0);
  for (const row of several.records) traits[row] &= ~IS_DRAWN;
  return traits;
}

/**
 * Figures of each row, 0 where it has none: reading them one after the other is far quicker than looking each up.
 * @param {Coded} killed the column of [low, best, high]
 */
export function figuresOf({ codes, values }) {
  const [low, best, high] = [0, 1, 2].map((part) => figures(codes, values.map((toll) => toll[part] ?? 0)));
  return { low, best, high };
}

function figures(codes, table) {
  const largest = table.reduce((most, figure) => Math.max(most, figure), 0);
  const found = new (largest < 2 ** 16 ? Uint16Array : Float64Array)(codes.length);
  for (let i = 0; i < codes.length; i++) found[i] = table[codes[i]];
  return found;
}

/** The rows that have a position, and no site that is drawn. */
export function coarseRows({ placed, several, traits }) {
  const drawn = tableOf(several.site, (each) => Number(isDrawn(each)));
  const some = new Uint8Array(several.records.length);
  for (let j = 0; j < several.record.length; j++) some[several.place[j]] |= drawn[several.site.codes[j]];
  const elsewhere = new Set(several.records.filter((_, place) => some[place]));
  const found = [];
  for (let i = 0; i < placed; i++) if (!(traits[i] & IS_DRAWN) && !elsewhere.has(i)) found.push(i);
  return Int32Array.from(found);
}

/** The rows that have no date. */
export function undatedRows({ count, first }) {
  const found = [];
  for (let i = 0; i < count; i++) if (first[i] === NEVER) found.push(i);
  return Int32Array.from(found);
}
