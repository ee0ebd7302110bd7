// The timeline's pure modules with arguments that are JSON.
import { Questions } from "../../src/geo/assets/furniture/timeline/questions.js";
import { Scale } from "../../src/geo/assets/furniture/timeline/scale.js";
import { timeTicks } from "../../src/geo/assets/furniture/timeline/ticks.js";
import { binsOf } from "../../src/geo/assets/sources/collection/calendar.js";

/** The ticks [x, text] of an axis whose letters are `px` wide. */
export function ticks(unit, first, bins, sides, px) {
  return timeTicks(new Scale({ unit, first, bins }, sides), (text) => text.length * px).map(({ x, text }) => [x, text]);
}

/** The name of the bin of a day. */
export const nameOf = (unit, day) => binsOf(unit).name(binsOf(unit).of(day));

/** What two questions come to, of which the first one fails once the second one is answered. */
export async function lateFailure(data) {
  const fails = [];
  const answers = [new Promise((_, reject) => fails.push(reject)), Promise.resolve(data)];
  const questions = new Questions({ timeline: () => answers.shift() ?? Promise.resolve(data) });
  const ask = (query) => questions.ask(query, { by: "status", measure: "records", series: [], bounds: null }, 400, null);
  const first = ask("q=first");
  const second = await ask("q=second");
  fails[0](new Error("too late"));
  return [await first, second.data];
}
