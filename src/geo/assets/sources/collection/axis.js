// The bins of time that the days of rows touch.
import { binsOf } from "./calendar.js";
import { NEVER } from "./columns.js";

/**
 * {calendar, start, bins, undated, day, of, begins} of the rows whose traits are `found`: `bins` follow on each other
 * from the number `start` of `calendar`; `of` has the bin of each day from `day` on, `begins` the first day of each bin
 * and of the one after all. `undated` rows have no date. `check(bins)` may refuse a number of bins; `days` are a first
 * and a last one, where the bins are those of them, whatever the rows have.
 */
export function axisOf({ first, last }, found, unit, check = (/** @type {number} */ _bins) => {}, days = null) {
  const calendar = binsOf(unit);
  const { low, high, undated } = endsOf(first, last, found, days);
  if (low > high) return { calendar, start: 0, bins: 0, undated, day: 0, of: new Uint16Array(0), begins: new Int32Array(1) };
  const start = calendar.of(low);
  const bins = calendar.of(high) - start + 1;
  check(bins);
  const begins = Int32Array.from({ length: bins + 1 }, (_, bin) => calendar.begin(start + bin));
  const day = begins[0];
  const of = new Uint16Array(begins[bins] - day);
  for (let bin = 0; bin < bins; bin++) of.fill(bin, begins[bin] - day, begins[bin + 1] - day);
  return { calendar, start, bins, undated, day, of, begins };
}

function endsOf(first, last, found, days) {
  let [low, high, undated] = [NEVER, -NEVER, 0];
  for (let i = 0; i < found.length; i++) {
    if (!found[i]) continue;
    if (first[i] === NEVER) undated++;
    else {
      if (first[i] < low) low = first[i];
      if (last[i] > high) high = last[i];
    }
  }
  return days ? { low: days[0], high: days[1], undated } : { low, high, undated };
}

/** How many rows touch each bin of an axis. */
export function touched({ first, last }, found, { bins, day, of }) {
  const changes = new Float64Array(bins + 1);
  for (let i = 0; i < found.length; i++) {
    if (!found[i] || first[i] === NEVER) continue;
    changes[of[first[i] - day]]++;
    changes[of[last[i] - day] + 1]--;
  }
  let sum = 0;
  return changes.subarray(0, bins).map((change) => (sum += change));
}
