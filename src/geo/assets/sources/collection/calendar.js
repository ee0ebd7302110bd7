// Days, counted from 1970, and the years, months and weeks they lie in. Nothing here is a Date: it would take the
// years 0 to 99 for those of the last century, and a pass over millions has no time for objects.
import { MONTHS } from "../../shared.js";
import { refusal } from "./refusal.js";

const DAYS_OF_ERA = 146_097;    // 400 years
const BEFORE_1970 = 719_468;    // days from 1 March of the year 0
const MONDAY = 3;               // 1 January 1970 was a Thursday, three days after one

// By unit: the number of the bin that a day lies in, the first day of a bin, and its name. Weeks begin on Monday (ISO 8601).
const UNITS = {
  year: { of: (day) => yearOf(day), begin: (year) => dayOf(year, 1, 1), name: (year) => padded(year, 4) },
  month: {
    of: (day) => monthOf(day),
    begin: (month) => dayOf(Math.floor(month / 12), (month % 12) + 1, 1),
    name: (month) => `${padded(Math.floor(month / 12), 4)}-${padded((month % 12) + 1, 2)}`,
  },
  week: { of: (day) => Math.floor((day + MONDAY) / 7), begin: (week) => 7 * week - MONDAY, name: (week) => isoDay(7 * week - MONDAY) },
  day: { of: (day) => day, begin: (day) => day, name: (day) => isoDay(day) },
};

/**
 * The bins of a unit: {of(day), begin(bin), name(bin)}. Bins have whole numbers that follow on each other.
 * @param {string} unit "year", "month", "week" or "day"
 */
export function binsOf(unit) {
  if (!Object.hasOwn(UNITS, unit)) throw refusal(`unit='${unit}' is not allowed: one of ${Object.keys(UNITS).join(", ")}`);
  return UNITS[unit];
}

/** The day of a date in the calendar that Gregory reformed, also before him. */
export function dayOf(year, month, day) {
  const years = month > 2 ? year : year - 1;   // a year that begins in March ends with its leap day
  const era = Math.floor(years / 400);
  const ofEra = years - era * 400;
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return era * DAYS_OF_ERA + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - BEFORE_1970;
}

/** The year, the month (1 to 12) and the day of the month of a day. */
export function dateOf(day) {
  const since = day + BEFORE_1970;
  const era = Math.floor(since / DAYS_OF_ERA);
  const ofEra = since - era * DAYS_OF_ERA;
  const years = Math.floor((ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365);
  const ofYear = ofEra - (365 * years + Math.floor(years / 4) - Math.floor(years / 100));
  const march = Math.floor((5 * ofYear + 2) / 153);
  const month = march < 10 ? march + 3 : march - 9;
  return [years + era * 400 + Number(month <= 2), month, ofYear - Math.floor((153 * march + 2) / 5) + 1];
}

/** The year of a day. */
export const yearOf = (day) => dateOf(day)[0];

function monthOf(day) {
  const [year, month] = dateOf(day);
  return 12 * year + month - 1;
}

/** A day as "2024-03-22". */
export function isoDay(day) {
  const [year, month, date] = dateOf(day);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(date, 2)}`;
}

/** A day as "22 March 2024". */
export function dayInWords(day) {
  const [year, month, date] = dateOf(day);
  return `${date} ${monthInWords(year, month)}`;
}

/**
 * The days from one to another, as geo/words/lines.py says them: "3–4 January 2024"; a whole month or year by its name.
 */
export function daysInWords(first, last) {
  const [[year, month, day], [endYear, endMonth]] = [dateOf(first), dateOf(last)];
  if (first === last) return dayInWords(last);
  if (day === 1 && month === 1 && last === endOfMonth(year, 12)) return String(year);
  if (day === 1 && last === endOfMonth(year, month)) return monthInWords(year, month);
  if (year !== endYear) return `${dayInWords(first)} – ${dayInWords(last)}`;
  return month === endMonth ? `${day}–${dayInWords(last)}` : `${day} ${MONTHS[month - 1]} – ${dayInWords(last)}`;
}

/** A month as "March 2024". */
export const monthInWords = (year, month) => `${MONTHS[month - 1]} ${year}`;

/** The last day of a month. */
export const endOfMonth = (year, month) => (month === 12 ? dayOf(year + 1, 1, 1) : dayOf(year, month + 1, 1)) - 1;

/** The first day that a partial date covers. */
export function firstDay(text) {
  const [year, month = 1, day = 1] = text.split("-").map(Number);
  return dayOf(year, month, day);
}

/** The last day that a partial date covers: that before the next year, month or day begins. */
export function lastDay(text) {
  const [year, month, day] = text.split("-").map(Number);
  if (day) return dayOf(year, month, day);
  return endOfMonth(year, month || 12);
}

const padded = (value, length) => String(value).padStart(length, "0");
