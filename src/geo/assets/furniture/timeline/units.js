// Which unit of time a chart has bins of.
import { BIN_PX, MOST_BINS, TIME_UNITS } from "../../shared.js";
import { binsOf } from "../../sources/collection/calendar.js";

export const FIRST_UNIT = "month";   // asked for where nothing is known of the span yet

/**
 * The finest unit whose bins of the days [first, last] have room in a width in px; the longest where none has.
 * @param {number[]} days
 * @param {number} width
 */
export function unitFor([first, last], width) {
  const hasRoom = (unit) => {
    const { of } = binsOf(unit);
    const count = of(last) - of(first) + 1;
    return count * BIN_PX <= width && count <= MOST_BINS;
  };
  return TIME_UNITS.findLast(hasRoom) || TIME_UNITS[0];
}

/** The unit that is one step longer, or null. */
export const coarserUnit = (unit) => TIME_UNITS[TIME_UNITS.indexOf(unit) - 1] || null;
