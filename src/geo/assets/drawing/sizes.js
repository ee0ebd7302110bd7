// How large a toll is drawn. The same rules in Python: src/geo/maps/marks/map_key.py.
import { SYMBOLS, TOLL_SHARES, TOLLS_AT_MAX } from "../shared.js";
import { isContext } from "./styles.js";

/** The toll of the largest symbol, where `largest` is the largest of all that is open. */
export const tollAtMax = (largest) => TOLLS_AT_MAX.find((toll) => toll >= largest) ?? TOLLS_AT_MAX[TOLLS_AT_MAX.length - 1];

/** Diameter in px of the circle whose area stands for a toll; other shapes have equal area. `full` is that of tollAtMax. */
export function diameter(killed, full) {
  const { min, max, unknown } = SYMBOLS.sizes;
  if (killed == null) return unknown;
  return Math.min(max, Math.max(min, max * Math.sqrt(killed / full)));
}

/** The tolls whose sizes explain the others, the smallest first. */
export const keyTolls = (full) => TOLL_SHARES.map((share) => full / share);

/** The style of the most frequent status, in whose shape sizes are explained; null without an incident. */
export function gaugeOf(incidents, { status: table }) {
  const counts = Object.fromEntries(Object.keys(table).map((code) => [code, 0]));
  for (const properties of incidents) if (!isContext(properties)) counts[properties.status in table ? properties.status : "unattributed"] += 1;
  const [code, most] = Object.entries(counts).reduce((best, each) => (each[1] > best[1] ? each : best));
  return most ? table[code] : null;
}
