// Sums of figures of the killed, and these in words. What is unknown adds nothing.
import { number, plural } from "../../drawing/words.js";

/** Figures by code, four numbers each: low, best, high, and 1 where they are known. */
export function figuresOf({ values }) {
  const figures = new Float64Array(4 * values.length);
  values.forEach(([low, best, high], code) => figures.set([low ?? 0, best ?? 0, high ?? 0, Number(best != null)], 4 * code));
  return figures;
}

/** {low, best, high, unknown} of how many records have each figure. */
export function summed(figures, counts) {
  const [low, best, high, known] = [0, 1, 2, 3].map((part) => counts.reduce((sum, count, code) => sum + count * figures[4 * code + part], 0));
  return { low, best, high, unknown: counts.reduce((sum, count) => sum + count, 0) - known };
}

/** A sum in words, as captions.py says it; `noun` is what each record of it is. */
export function tollWords({ low, best, high, unknown: missing }, noun) {
  const unknown = missing && `${plural(missing, noun)} without a figure`;
  if (!high && unknown) return unknown;
  const span = low === high ? number(low) : `${number(low)}–${number(high)}`;
  const killed = `${span} ${span === "1" ? "person" : "people"} killed`;
  return [low === high ? killed : `${killed} (best ${number(best)})`, unknown].filter(Boolean).join(", ");
}
