// Bins, periods and their counts in words.
import { number, plural } from "../../drawing/words.js";
import { MONTHS } from "../../shared.js";
import { binsOf, dateOf, dayInWords, daysInWords, endOfMonth, firstDay, lastDay, monthInWords } from "../../sources/collection/calendar.js";
import { daysOf, daysWithin } from "./dates.js";

const DASH = "–";

/** A bin by its name: "2024", "March 2024", "week of 4 March 2024", "22 March 2024". */
function binInWords(name, unit) {
  const { of, begin } = binsOf(unit);
  const bin = of(firstDay(name));
  if (unit === "week") return `week of ${dayInWords(begin(bin))}`;
  return spanInWords([begin(bin), begin(bin + 1) - 1]);
}

/**
 * Days [first, last] in the fewest words: "2022–2023", "March 2022 – May 2023", "March – May 2022", "7–13 March 2022".
 * @param {number[]} days
 */
export function spanInWords([first, last]) {
  const [[year, month, day], [endYear, endMonth]] = [dateOf(first), dateOf(last)];
  if (day !== 1 || last !== endOfMonth(endYear, endMonth)) return daysInWords(first, last);
  if (month === 1 && endMonth === 12) return year === endYear ? String(year) : `${year}${DASH}${endYear}`;
  const end = monthInWords(endYear, endMonth);
  if (year !== endYear) return `${monthInWords(year, month)} ${DASH} ${end}`;
  return month === endMonth ? end : `${MONTHS[month - 1]} ${DASH} ${end}`;
}

/** A period as it is written, "since 2022" where it has one end; "" where it has none. */
export function datesInWords({ from, to }) {
  if (from && to) return spanInWords([firstDay(from), lastDay(to)]);
  const [word, date] = from ? ["since", from] : ["until", to];
  return date && `${word} ${spanInWords([firstDay(date), lastDay(date)])}`;
}

/** A period, as far as it lies within `extent`; one that lies outside, as it is. */
export function periodInWords(period, extent) {
  const days = daysOf(period, extent);
  if (days[0] > days[1]) return datesInWords(period);
  const isOutside = days[0] > extent[1] || days[1] < extent[0];
  return spanInWords(isOutside ? days : daysWithin(period, extent));
}

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
  const shown = Number(value.toFixed(digits));
  return value > 0 && shown === 0 ? `less than ${number(0.01)}` : number(shown);
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
