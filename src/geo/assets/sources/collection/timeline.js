// How many records, or how many killed, there are in each year, month, week or day.
import { number } from "../../drawing/words.js";
import { MOST_BINS } from "../../shared.js";
import { binsOf, refusal } from "./calendar.js";

const PARTS = 1e6;              // of a record: what is told of a share
const MEASURES = ["records", "killed"];

/**
 * The timeline of records, as /api/timeline tells it. Of each record `days` has its first and its last day, counted
 * from 1970, NaN without a date; `series` the number of its series, whose names are `names`; `attack` whether it is one;
 * `killed` {low, best, high}, NaN where unknown. A record whose days lie in several bins is shared out among them;
 * series of zeros are left out. `unknown` are the dated attacks without a figure.
 * @param {{days: {first: ArrayLike<number>, last: ArrayLike<number>}, series: ArrayLike<number>, attack: ArrayLike<number>, killed: Object<string, ArrayLike<number>>}} records
 * @param {string[]} names
 * @param {{unit: string, by: string, measure: string}} spec
 */
export function timelineOf({ days, series, attack, killed }, names, { unit, by, measure }) {
  if (!MEASURES.includes(measure)) throw refusal(`measure='${measure}' is not allowed: one of ${MEASURES.join(", ")}`);
  const axis = axisOf(days, unit);
  const isToll = measure === "killed";
  const all = { length: series.length };
  const weight = isToll ? Array.from(all, (_, i) => (attack[i] ? killed.best[i] || 0 : 0)) : Array.from(all, () => 1);
  const found = binned(days, axis, weight, series, names.length);
  const isDated = (i) => !Number.isNaN(days.first[i]);
  const hasAny = ({ exact, spread }) => [exact, spread].some((sums) => sums.some(Boolean));
  return {
    unit, by, measure, first: axis.first, bins: axis.bins,
    series: names.map((value, i) => ({ value, exact: rounded(found[i].exact), spread: rounded(found[i].spread) })).filter((_, i) => hasAny(found[i])),
    ...(isToll && { low: ofAll(days, axis, attack, killed.low), high: ofAll(days, axis, attack, killed.high) }),
    undated: counted(all, (i) => !isDated(i)),
    unknown: isToll ? counted(all, (i) => isDated(i) && attack[i] && Number.isNaN(killed.best[i])) : 0,
  };
}

// The bins that the days touch: {first, bins, calendar, start}.
function axisOf({ first, last }, unit) {
  const calendar = binsOf(unit);
  let [low, high] = [Infinity, -Infinity];
  for (let i = 0; i < first.length; i++) {
    if (first[i] < low) low = first[i];
    if (last[i] > high) high = last[i];
  }
  if (low > high) return { first: null, bins: 0, calendar, start: 0 };
  const start = calendar.of(low);
  const bins = calendar.of(high) - start + 1;
  if (bins > MOST_BINS) throw refusal(`unit='${unit}' is not allowed: it makes ${number(bins)} bins, and ${number(MOST_BINS)} are the most; take a longer unit`);
  return { first: calendar.name(start), bins, calendar, start };
}

// What records add to the bins of each series: to `exact` where their days lie in one bin, to `spread` where in several.
function binned({ first, last }, { bins, calendar, start }, weight, series, count) {
  const found = Array.from({ length: count }, () => ({ exact: new Float64Array(bins), spread: new Float64Array(bins) }));
  for (let i = 0; i < first.length; i++) {
    if (Number.isNaN(first[i]) || !weight[i]) continue;
    const [from, to] = [calendar.of(first[i]), calendar.of(last[i])];
    const { exact, spread } = found[series[i]];
    if (from === to) exact[from - start] += weight[i];
    else for (let bin = from; bin <= to; bin++) spread[bin - start] += (weight[i] * daysWithin(calendar, bin, first[i], last[i])) / (last[i] - first[i] + 1);
  }
  return found;
}

const daysWithin = (calendar, bin, first, last) => Math.min(last + 1, calendar.begin(bin + 1)) - Math.max(first, calendar.begin(bin));

function ofAll(days, axis, attack, figures) {
  const weight = Array.from(figures, (figure, i) => (attack[i] ? figure || 0 : 0));
  const [{ exact, spread }] = binned(days, axis, weight, new Uint8Array(weight.length), 1);
  return rounded(exact.map((sum, bin) => sum + spread[bin]));
}

const counted = (all, test) => Array.from(all, (_, i) => i).filter(test).length;

const rounded = (sums) => Array.from(sums, (sum) => Math.round(sum * PARTS) / PARTS);
