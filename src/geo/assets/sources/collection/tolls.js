// Sums of figures of the killed in words. What is unknown adds nothing.
import { number, plural } from "../../drawing/words.js";

/**
 * {low, best, high, unknown} in words, as captions.py says them: `unknown` records have no figure, and `noun` is what
 * each is.
 */
export function tollWords({ low, best, high, unknown: missing }, noun) {
  const unknown = missing && `${plural(missing, noun)} without a figure`;
  if (!high && unknown) return unknown;
  const span = low === high ? number(low) : `${number(low)}–${number(high)}`;
  const killed = `${span} ${span === "1" ? "person" : "people"} killed`;
  return [low === high ? killed : `${killed} (best ${number(best)})`, unknown].filter(Boolean).join(", ");
}
