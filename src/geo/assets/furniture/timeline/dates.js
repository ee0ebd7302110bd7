// Periods: what a query says, what a reader types, and the days of both.
import { binsOf, dateOf, dayOf, firstDay, isoDay, lastDay } from "../../sources/collection/calendar.js";
import { PERIOD } from "../../sources/queries.js";

const FORM = /^\d{4}(-\d{2}){0,2}$/;
const ALLOWED = "a year, month or day as 2024, 2024-03 or 2024-03-22";   // geo/model/dates.py says the same

/**
 * The first and the last day of a period; where it has no end, that of `extent`.
 * @param {{from: string, to: string}} period
 * @param {number[]} extent
 */
export const daysOf = ({ from, to }, [first, last]) => [from ? firstDay(from) : first, to ? lastDay(to) : last];

/**
 * The period of days, in whole bins of a unit where they are; an end at the edge of `extent` is left out.
 * @param {number[]} days
 * @param {string} unit
 * @param {number[]} extent
 */
export function periodOfDays([first, last], unit, extent) {
  const { of, begin, name } = binsOf(unit);
  const [from, to] = [of(first), of(last)];
  const isWhole = { from: begin(from) === first, to: begin(to + 1) === last + 1 && unit !== "week" };   // a week has the name of its first day
  return {
    from: first <= extent[0] ? "" : isWhole.from ? name(from) : isoDay(first),
    to: last >= extent[1] ? "" : isWhole.to ? name(to) : isoDay(last),
  };
}

/**
 * The days of a period, as far as they lie within `extent`.
 * @param {{from: string, to: string}} period
 * @param {number[]} extent
 */
export function daysWithin(period, [first, last]) {
  const inside = (day) => Math.min(last, Math.max(first, day));
  return daysOf(period, [first, last]).map(inside);
}

/** The period after a move to other days; an end that stays keeps its text. */
export function periodOfMove(period, days, unit, extent) {
  const before = daysOf(period, extent);
  const found = periodOfDays(days, unit, extent);
  PERIOD.forEach((name, i) => (found[name] = days[i] === before[i] ? period[name] : found[name]));
  return found;
}

/** What is wrong with a typed period: {name, words} of the field, or null. */
export function faultOf(period) {
  for (const name of PERIOD) {
    const words = period[name] && faultOfDate(period[name]);
    if (words) return { name, words };
  }
  const { from, to } = period;
  if (!from || !to || firstDay(from) <= lastDay(to)) return null;
  return { name: "to", words: `${from} to ${to} ends before it begins: write the earlier date first` };
}

function faultOfDate(text) {
  if (!FORM.test(text)) return `“${text}” is not a date: write ${ALLOWED}`;
  const [year, month = 1, day = 1] = text.split("-").map(Number);
  const [y, m, d] = month >= 1 && month <= 12 ? dateOf(dayOf(year, month, day)) : [];
  const isThere = year > 0 && y === year && m === month && d === day;
  return isThere ? "" : `“${text}” is not in the calendar: write ${ALLOWED}`;
}
