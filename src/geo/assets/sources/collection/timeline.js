// How many records, or how many killed, there are in each year, month, week or day.
import { number } from "../../drawing/words.js";
import { MOST_BINS, SYMBOLS } from "../../shared.js";
import { binsOf, refusal } from "./calendar.js";
import { IS_ATTACK, NEVER } from "./columns.js";
import { figuresOf } from "./tolls.js";

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
 * attacks that have one but no figure.
 */
export function timelineOf(columns, found, { unit, by = "status", measure = "records", series = [] }) {
  const isToll = allowed("measure", measure, MEASURES);
  const { column, names, context, of } = allowed("by", by, SERIES)(series);
  const axis = axisOf(columns, found, unit);
  const codes = columns.coded[column];
  const rows = { found, codes: codes.codes, series: Uint8Array.from(codes.values, (value) => names.indexOf(of(value))), context: names.indexOf(context) };
  const sums = (part) => binned(columns, rows, axis, names.length, part === null ? null : weightsOf(columns.coded.killed, part));
  const { exact, spread } = sums(isToll ? 1 : null);
  const ofSeries = (all, i) => all.subarray(i * axis.bins, (i + 1) * axis.bins);
  const told = names.map((value, i) => ({ value, exact: rounded(ofSeries(exact, i)), spread: rounded(ofSeries(spread, i)) }));
  return {
    unit, by, measure, first: axis.first, bins: axis.bins,
    series: told.filter((_, i) => [exact, spread].some((all) => ofSeries(all, i).some(Boolean))),
    ...(isToll && { low: together(sums(0), axis.bins), high: together(sums(2), axis.bins) }),
    undated: axis.undated,
    unknown: isToll ? unknownOf(columns, found) : 0,
  };
}

function allowed(name, value, table) {
  if (!Object.hasOwn(table, value)) throw refusal(`${name}='${value}' is not allowed: one of ${Object.keys(table).join(", ")}`);
  return table[value];
}

// The bins that the days of rows touch. `of` has the bin of each day from `day` on, `begins` the first day of each bin.
function axisOf({ first, last }, found, unit) {
  const calendar = binsOf(unit);
  let [low, high, undated] = [NEVER, -NEVER, 0];
  for (let i = 0; i < found.length; i++) {
    if (!found[i]) continue;
    if (first[i] === NEVER) undated++;
    else {
      if (first[i] < low) low = first[i];
      if (last[i] > high) high = last[i];
    }
  }
  if (low > high) return { first: null, bins: 0, undated };
  const start = calendar.of(low);
  const bins = calendar.of(high) - start + 1;
  if (bins > MOST_BINS) throw refusal(`unit='${unit}' is not allowed: it makes ${number(bins)} bins, and ${number(MOST_BINS)} are the most; take a longer unit`);
  const begins = Int32Array.from({ length: bins + 1 }, (_, bin) => calendar.begin(start + bin));
  const of = new Uint16Array(high - low + 1);
  for (let bin = 0; bin < bins; bin++) of.fill(bin, Math.max(0, begins[bin] - low), Math.max(0, begins[bin + 1] - low));
  return { first: calendar.name(start), bins, undated, day: low, of, begins };
}

// What rows add to the bins of each series: to `exact` where their days lie in one bin, to `spread` where in several.
// A row weighs 1, or what `weights` has for its figure; then context weighs nothing.
function binned({ first, last, coded }, { found, codes, series, context }, axis, count, weights) {
  const [exact, spread] = [0, 1].map(() => new Float64Array(count * axis.bins));
  if (!axis.bins) return { exact, spread };
  const { bins, day, of, begins } = axis;
  const killed = coded.killed.codes;
  for (let i = 0; i < found.length; i++) {
    if (!found[i] || first[i] === NEVER) continue;
    const isAttack = found[i] & IS_ATTACK;
    const weight = weights === null ? 1 : isAttack ? weights[killed[i]] : 0;
    const offset = bins * (isAttack ? series[codes[i]] : context);
    const [from, to] = [of[first[i] - day], of[last[i] - day]];
    if (from === to) exact[offset + from] += weight;
    else if (weight) share(spread, offset, begins, from, to, first[i], last[i] + 1, weight);
  }
  return { exact, spread };
}

function share(spread, offset, begins, from, to, first, end, weight) {
  const each = weight / (end - first);
  for (let bin = from; bin <= to; bin++) spread[offset + bin] += each * (Math.min(end, begins[bin + 1]) - Math.max(first, begins[bin]));
}

const weightsOf = (killed, part) => figuresOf(killed).filter((_, i) => i % 4 === part);

// The sums of all series.
const together = ({ exact, spread }, bins) =>
  rounded(Float64Array.from({ length: bins }, (_, bin) => {
    let sum = 0;
    for (let i = bin; i < exact.length; i += bins) sum += exact[i] + spread[i];
    return sum;
  }));

function unknownOf({ first, coded: { killed } }, found) {
  const known = weightsOf(killed, 3);
  let count = 0;
  for (let i = 0; i < found.length; i++) if (found[i] & IS_ATTACK && first[i] !== NEVER && !known[killed.codes[i]]) count++;
  return count;
}

const rounded = (sums) => Array.from(sums, (sum) => Math.round(sum * PARTS) / PARTS);
