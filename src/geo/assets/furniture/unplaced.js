// What matches but is not drawn: known to a country only, or without a place. A corner lists it.
import { number } from "../drawing/words.js";
import { element } from "./element.js";

const COUNTRIES = 6;            // shown; the rest are counted

/**
 * The list as an element that folds, or null where everything is drawn; choose(entry, button) is
 * called for {precisions: "undrawn" | "none", country, label, count} of a chosen row. Without it
 * the rows are not buttons.
 */
export function unplacedList({ country = 0, none = 0, countries = [] } = {}, unfolded, choose) {
  const coarse = countries.map(({ country, label, count }) => ({ precisions: "undrawn", country, label, count }));
  const rows = coarse.slice(0, COUNTRIES).map((entry) => row(entry, entry.country ? `${entry.label}, country only` : entry.label, choose));
  const rest = coarse.slice(COUNTRIES).reduce((sum, { count }) => sum + count, 0);
  if (rest) rows.push(element("li", {}, `In ${number(coarse.length - COUNTRIES)} more countries: ${number(rest)}`));
  if (none) rows.push(row({ precisions: "none", country: null, label: "Without a place", count: none }, "Without a place", choose));
  if (!rows.length) return null;
  const summary = element("summary", {}, `${number(country + none)} not on the map`);
  return element("details", { class: "atlas-unplaced", ...(unfolded && { open: "" }) }, summary, element("ul", choose ? {} : { tabindex: "0" }, ...rows));
}

function row(entry, words, choose) {
  const parts = [element("span", {}, words), element("b", {}, number(entry.count))];
  if (!choose) return element("li", { class: "atlas-row" }, ...parts);
  const button = element("button", { type: "button" }, ...parts);
  button.addEventListener("click", () => choose(entry, button));
  return element("li", {}, button);
}
