// The ticks of both axes: which there are, and what they say. Labels never touch.
import { COUNT_LINES, MONTHS, NICE, TICK_GAP, TICK_LEVELS, TIME_UNITS } from "../../shared.js";
import { binsOf, dateOf } from "../../sources/collection/calendar.js";

const MARGIN = 12;              // px right of the last bin, where a label may end
const LEVELS = /** @type {[string, number][]} */ (/** @type {unknown} */ (TICK_LEVELS));

/** The ticks [{x, text}] of an axis of time, as many as have room; `widthOf` measures a text in px. */
export function timeTicks(scale, widthOf) {
  const from = LEVELS.findIndex(([unit]) => TIME_UNITS.indexOf(unit) <= TIME_UNITS.indexOf(scale.unit));
  for (const level of LEVELS.slice(from)) {
    const ticks = ticksAt(scale, level, widthOf);
    if (ticks) return ticks;
  }
  return [];
}

// The ticks of a level, or null where they have no room.
function ticksAt(scale, [unit, step], widthOf) {
  const [first, last] = scale.days;
  const { of, begin } = binsOf(unit);
  const start = Math.ceil((begin(of(first)) < first ? of(first) + 1 : of(first)) / step) * step;
  if ((of(last) - start) / step > (scale.right - scale.left) / TICK_GAP) return null;
  const ticks = [];
  for (let bin = start; begin(bin) <= last; bin += step) {
    const x = scale.x(scale.edgeOf(begin(bin)));
    const before = ticks[ticks.length - 1];
    const text = textOf(unit, begin(bin), before?.day);
    if (before && before.x + widthOf(before.text) + TICK_GAP > x) return null;
    ticks.push({ x, text, day: begin(bin) });
  }
  return ticks.length ? inside(ticks, scale.right + MARGIN, widthOf) : null;
}

// The label of the last tick may have no room before the end of the chart: it is left out, its line stays.
const inside = (ticks, end, widthOf) => ticks.map(({ x, text }) => ({ x, text: x + widthOf(text) <= end ? text : "" }));

// The first label says the year, and later ones what has changed since the one before.
function textOf(unit, day, before) {
  const [year, month, date] = dateOf(day);
  if (unit === "year") return String(year);
  const [yearBefore, monthBefore] = before === undefined ? [] : dateOf(before);
  const short = MONTHS[month - 1].slice(0, 3);
  if (unit === "month") return yearBefore === undefined ? `${short} ${year}` : yearBefore === year ? short : String(year);
  const monthText = yearBefore === year ? short : `${short} ${year}`;
  return monthBefore === month && yearBefore === year ? String(date) : `${date} ${monthText}`;
}

/** The lines of a scale from 0 to `most`: one or two round numbers; whole ones, unless all is less than 1. */
export function countLines(most) {
  if (!(most > 0)) return [];
  const power = 10 ** Math.floor(Math.log10(most) - 1);
  const steps = [power, 10 * power, 100 * power].flatMap((size) => NICE.map((nice) => nice * size)).filter((each) => each >= 1 || most < 1);
  const step = steps.find((each) => Math.floor(most / each + 1e-9) <= COUNT_LINES);
  return [1, 2].map((times) => Number((times * step).toPrecision(3))).filter((value) => value <= most);
}

