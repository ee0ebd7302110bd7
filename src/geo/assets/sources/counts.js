// Counts and sums of rows, and these in words.
import { number } from "../drawing/words.js";

/** How many rows have each value; `values` gives those of one. */
export function counted(rows, values) {
  const counts = Object.create(null);   // a slug may be the name of what every object has
  for (const row of rows) for (const value of values(row)) counts[value] = (counts[value] || 0) + 1;
  return counts;
}

/** Low, best and high of rows: unknown figures add nothing; where all are unknown, so is the sum. */
export const sums = (rows, measure) => [0, 1, 2].map((i) => rows.reduce((sum, row) => (row[measure][i] == null ? sum : (sum || 0) + row[measure][i]), null));

/** The toll of rows, as captions.py says it; `noun` is what each of them is. */
export function tollWords(rows, noun) {
  const [low, best, high] = sums(rows, "killed").map((sum) => sum || 0);
  const missing = rows.filter((row) => row.killed[1] == null).length;
  const unknown = missing && `${plural(missing, noun)} without a figure`;
  if (!high && unknown) return unknown;
  const span = low === high ? number(low) : `${number(low)}–${number(high)}`;
  const killed = `${span} ${span === "1" ? "person" : "people"} killed`;
  return [low === high ? killed : `${killed} (best ${number(best)})`, unknown].filter(Boolean).join(", ");
}

/** Order by the characters' codes. */
export const compare = (a, b) => (a < b ? -1 : Number(a > b));

/** "1 record", "2 records" */
export const plural = (count, noun) => `${number(count)} ${noun}${count === 1 ? "" : "s"}`;
