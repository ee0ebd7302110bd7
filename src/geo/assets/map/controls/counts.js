// How many records are in view, in numbers and in words.
import { recordOf } from "../../drawing/marks.js";
import { number } from "../../drawing/words.js";
import { isInside } from "../../sources/bounds.js";

/** {total, incidents, cells} of an answer in the frame: the source counts what lies in the wider area it was asked for. */
export function inView(answer, bounds) {
  const shown = answer.features.filter((feature) => isInside(feature.geometry.coordinates, bounds));
  const cells = shown.filter((feature) => feature.properties.kind === "cell").map((feature) => feature.properties);
  const incidents = uniqueById(shown.filter((feature) => feature.properties.kind !== "cell")).map((feature) => feature.properties);
  const total = cells.reduce((sum, cell) => sum + cell.count, incidents.length);   // a record with sites in several cells counts in each
  return { total: Math.min(total, drawnOf(answer)), incidents, cells };
}

/** The records of an answer that are drawn somewhere. */
export const drawnOf = ({ numberMatched, unplaced: { country = 0, none = 0 } = {} }) => numberMatched - country - none;

/** What is in view in words, the most important first. */
export function countWords(total, { numberMatched: matched, unplaced: { country = 0, none = 0 } = {} }) {
  const words = [matched ? `${number(total)} of ${number(matched)} in view` : "No record matches"];
  if (none) words.push(`${number(none)} without a place`);
  if (country) words.push(`${number(country)} known to a country only`);
  return words;
}

/** "50 of 120", or "50" where that is all. */
export const someOf = (listed, all) => [listed, all].slice(listed < all ? 0 : 1).map(number).join(" of ");

/** The features of different records, each once. */
export const uniqueById = (features) => [...new Map(features.map((feature) => [recordOf(feature.properties), feature])).values()];
