// How many records, or how many killed, there are in each year, month, week or day.
import { number } from "../../drawing/words.js";
import { MOST_BINS, SYMBOLS } from "../../shared.js";
import { axisOf } from "./axis.js";
import { firstDay, lastDay } from "./calendar.js";
import { HAS_TOLL, IS_ATTACK, NEVER } from "./columns.js";
import { refusal } from "./refusal.js";

const PARTS = 1e6;              // of a record: what is told of a share
const STATUSES = Object.keys(SYMBOLS.status);
const CONTEXT = "not_applicable";

// By what a timeline is divided: its series, that of context, and that of a value. A record of several groups counts
// where its mark is coloured (drawing/styles.js); context has no colour of a group.
const SERIES = {
  status: () => ({ column: "status", names: STATUSES, context: CONTEXT, of: (status) => status }),
  group: (slugs) => ({ column: "groups", names: [...slugs, ""], context: "", of: (groups) => groups.findLast((slug) => slugs.includes(slug)) ?? "" }),
};
const MEASURES = { records: false, killed: true };   // does it count the killed?

/**
 * The timeline of the rows whose traits are `found`, as /api/timeline tells it. A record whose days lie in several bins
 * is shared out among them; series of zeros are left out. `undated` counts the rows without a date, `unknown` the
 * attacks that have one but no figure. With a `span`, two partial dates, the bins are those of its days, and rows of
 * other days are left out.
 * @param {any} columns
 * @param {Uint8Array} traits
 * @param {{unit: string, by?: string, measure?: string, series?: string[], span?: string[] | null}} spec
 */
export function timelineOf(columns, traits, { unit, by = "status", measure = "records", series = [], span = null }) {
  const days = span && [firstDay(span[0]), lastDay(span[1])];
  const found = days ? withDaysIn(columns, traits, days) : traits;
  const isToll = allowed("measure", measure, MEASURES);
  const { column, names, context, of } = allowed("by", by, SERIES)(series);
  const axis = axisOf(columns, found, unit, (bins) => checkBins(unit, bins), days);
  const { codes, values } = columns.coded[column];
  const split = { codes, series: Uint8Array.from(values, (value) => names.indexOf(of(value))), context: names.indexOf(context), count: names.length };
  const { exact, spread } = binned(columns, found, axis, split, isToll ? columns.killed.best : null);
  const ofSeries = (sums, i) => sums.subarray(i * axis.bins, (i + 1) * axis.bins);
  const told = names.map((value, i) => ({ value, exact: rounded(ofSeries(exact, i)), spread: rounded(ofSeries(spread, i)) }));
  const all = (figures) => together(binned(columns, found, axis, TOGETHER, figures));
  return {
    unit, by, measure, first: axis.bins ? axis.calendar.name(axis.start) : null, bins: axis.bins,
    series: told.filter((_, i) => [exact, spread].some((sums) => ofSeries(sums, i).some(Boolean))),
    ...(isToll && { low: all(columns.killed.low), high: all(columns.killed.high) }),
    undated: axis.undated,
    unknown: isToll ? unknownOf(columns, found) : 0,
  };
}

function allowed(name, value, table) {
  if (!Object.hasOwn(table, value)) throw refusal(`${name}='${value}' is not allowed: one of ${Object.keys(table).join(", ")}`);
  return table[value];
}

/**
 * The traits of the rows with a day from the first to the last one, and of those without a date.
 * @param {any} columns
 * @param {Uint8Array} found
 * @param {number[]} days
 */
const withDaysIn = ({ first, last }, found, [from, to]) => found.map((trait, i) => (first[i] === NEVER || (first[i] <= to && last[i] >= from) ? trait : 0));

function checkBins(unit, bins) {
  if (bins > MOST_BINS) throw refusal(`unit='${unit}' is not allowed: it makes ${number(bins)} bins, and ${number(MOST_BINS)} are the most; take a longer unit`);
}

const TOGETHER = { codes: null, series: null, context: 0, count: 1 };   // one series of all

// What rows add to the bins of each series: to `exact` where their days lie in one bin, to `spread` where in several.
// A row weighs 1, or its figure; then context weighs nothing.
function binned({ first, last }, found, { bins, day, of, begins }, { codes, series, context, count }, figures) {
  const [exact, spread] = [0, 1].map(() => new Float64Array(count * bins));
  for (let i = 0; i < found.length; i++) {
    const trait = found[i];
    if (!trait || first[i] === NEVER) continue;
    const isAttack = trait & IS_ATTACK;
    const weight = figures === null ? 1 : isAttack ? figures[i] : 0;
    const offset = bins * (isAttack && codes !== null ? series[codes[i]] : context);
    const from = first[i] < day ? -1 : of[first[i] - day];
    const to = last[i] < begins[bins] ? of[last[i] - day] : bins;
    if (from === to) exact[offset + from] += weight;
    else if (weight) share(spread, offset, begins, Math.max(0, from), Math.min(bins - 1, to), first[i], last[i] + 1, weight);
  }
  return { exact, spread };
}

function share(spread, offset, begins, from, to, first, end, weight) {
  const each = weight / (end - first);
  for (let bin = from; bin <= to; bin++) spread[offset + bin] += each * (Math.min(end, begins[bin + 1]) - Math.max(first, begins[bin]));
}

const together = ({ exact, spread }) => rounded(exact.map((sum, bin) => sum + spread[bin]));

function unknownOf({ first }, found) {
  let count = 0;
  for (let i = 0; i < found.length; i++) if (found[i] & IS_ATTACK && !(found[i] & HAS_TOLL) && first[i] !== NEVER) count++;
  return count;
}

const rounded = (sums) => Array.from(sums, (sum) => Math.round(sum * PARTS) / PARTS);
