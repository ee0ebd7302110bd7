// Bins, periods and their counts in words.
import { number, plural } from "../../drawing/words.js";
import { MONTHS } from "../../shared.js";
import { binsOf, dateOf, dayInWords, firstDay, lastDay } from "../../sources/collection/calendar.js";
import { daysOf, daysWithin } from "./dates.js";

export const DASH = "–";

/** A bin by its name: "2024", "March 2024", "week of 4 March 2024", "22 March 2024". */
export function binInWords(name, unit) {
  const { of, begin } = binsOf(unit);
  const bin = of(firstDay(name));
  if (unit === "week") return `week of ${dayInWords(begin(bin))}`;
  return daysInWords([begin(bin), begin(bin + 1) - 1]);
}

/**
 * Days [first, last] in the fewest words: "2022–2023", "March 2022 – May 2023", "7 March 2022 – 1 May 2023".
 * @param {number[]} days
 */
export function daysInWords([first, last]) {
  const [from, after] = [dateOf(first), dateOf(last + 1)];
  const to = dateOf(last);
  const areMonths = from[2] === 1 && after[2] === 1;
  if (areMonths && from[1] === 1 && after[1] === 1) return joined(String(from[0]), String(to[0]), DASH);
  if (areMonths) return joined(monthInWords(from), monthInWords(to), ` ${DASH} `);
  return joined(dayInWords(first), dayInWords(last), ` ${DASH} `);
}

/** A period, as far as it lies within `extent`; one that lies outside, as it is. */
export function periodInWords(period, extent) {
  const days = daysOf(period, extent);
  if (days[0] > days[1]) return period.from ? `since ${dateInWords(period.from)}` : `until ${dateInWords(period.to)}`;
  const isOutside = days[0] > extent[1] || days[1] < extent[0];
  return daysInWords(isOutside ? days : daysWithin(period, extent));
}

const dateInWords = (text) => daysInWords([firstDay(text), lastDay(text)]);

const joined = (a, b, between) => (a === b ? a : `${a}${between}${b}`);

/** @param {number[]} date */
const monthInWords = ([year, month]) => `${MONTHS[month - 1]} ${year}`;

/** What a bin holds: {exact, spread, low, high}, in one line, or two where longer dates have a share in it. */
export function binLines(name, { unit, measure }, { exact, spread, low, high }) {
  const all = exact + spread;
  const count = measure === "killed" ? `${tolled(all, low, high)} killed` : counted(all, "record");
  const line = `${capital(binInWords(name, unit))}: ${count}`;
  return spread ? [line, `of which ${rounded(spread)} from dates that cover more than this ${unit}`] : [line];
}

/** "0.3 records", "1 record", "1,204 records" */
const counted = (value, noun) => (Number.isInteger(value) ? plural(value, noun) : `${rounded(value)} ${noun}s`);

/** A share or a sum of shares; what is small is not made nothing. */
export function rounded(value) {
  const digits = value < 0.095 ? 2 : 1;
  const text = number(Number(value.toFixed(digits)));
  return value > 0 && Number(text) === 0 ? "less than 0.01" : text;
}

const tolled = (best, low, high) => (low === high ? rounded(best) : `${rounded(low)}${DASH}${rounded(high)} (best ${rounded(best)})`);

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** What stands over the chart. */
export const titleOf = ({ measure, unit }) => (measure === "killed" ? `People killed by ${unit}` : `Records by ${unit}`);

/** What the chart leaves out, in words: "2 without a date". */
export function leftOut({ undated, unknown, measure }) {
  const parts = [undated && `${plural(undated, "record")} without a date`, measure === "killed" && unknown && `${number(unknown)} without a figure`];
  return parts.filter(Boolean).join(", ");
}
