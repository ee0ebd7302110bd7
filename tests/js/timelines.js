// The timeline's pure modules with arguments that are JSON.
import { Scale } from "../../src/geo/assets/furniture/timeline/scale.js";
import { timeTicks } from "../../src/geo/assets/furniture/timeline/ticks.js";
import { binsOf } from "../../src/geo/assets/sources/collection/calendar.js";

/** The ticks [x, text] of an axis whose letters are `px` wide. */
export function ticks(unit, first, bins, sides, px) {
  return timeTicks(new Scale({ unit, first, bins }, sides), (text) => text.length * px).map(({ x, text }) => [x, text]);
}

/** The name of the bin of a day. */
export const nameOf = (unit, day) => binsOf(unit).name(binsOf(unit).of(day));
