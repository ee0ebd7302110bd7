// Numbers, tolls and marks in words. Nothing here is HTML.
import { isContext, statusStyle } from "./styles.js";

const NUMBERS = new Intl.NumberFormat("en");   // made once: toLocaleString makes one each time, at a hundred times the cost

/**
 * How another language writes numbers; geo/words/numbers.py has the rule, and tells it to the page.
 * @typedef {{group: string, decimal: string, last: number, more: number}} NumberFormat
 * @type {NumberFormat | null}
 */
let format = null;

/** Write numbers as another language does from now on, or as English again; returns what holds now. */
export const writeNumbers = (given) => (format = given || null);

/** How numbers are written, or null for English: a worker is told it. */
export const numberFormat = () => format;

/** 1204 → "1,204", or as a reader's language writes it. */
export const number = (value) => (format ? inFormat(NUMBERS.format(value)) : NUMBERS.format(value));

function inFormat(text) {
  const { group, decimal, last, more } = format;
  const [whole, rest] = text.replaceAll(",", "").split(".");
  const places = new RegExp(`\\B(?=(?:\\d{${more}})*\\d{${last}}$)`, "g");
  return whole.replace(places, () => group) + (rest ? decimal + rest : "");
}

/** The order of texts by the codes of their characters. */
export const compare = (a, b) => (a < b ? -1 : Number(a > b));

/** "1 record", "2 records" */
export const plural = (count, noun) => `${number(count)} ${noun}${count === 1 ? "" : "s"}`;

/** A caption whose sentence is only a count: "2 of 9 records shown, as known on 23 March 2024"; `known` is empty for today. */
export const shownCaption = ({ sentence, ...rest }, known) => ({ ...rest, sentence: [`${sentence} shown`, known].filter(Boolean).join(", ") });

/** 12345678 bytes → "12.3 MB". */
export const megabytes = (bytes) => `${number(Number((bytes / 1e6).toFixed(1)))} MB`;

/** 1204 → "1.2k". */
export function abbreviated(count) {
  if (count < 1000) return String(count);
  const [value, unit] = count < 999_500 ? [count / 1000, "k"] : [count / 1_000_000, "M"];
  return number(Number(value.toFixed(value < 9.95 ? 1 : 0))) + unit;
}

// First strong isolate … pop; an element's dir="auto" would not see that a line's first word is isolated.
/** A text whose direction does not reach what is around it. */
export const isolated = (text) => `\u2068${text}\u2069`;

/** {low, best, high} → "144–149 (best 149)"; nothing known → null. */
export function tollText(toll) {
  const known = [toll?.low, toll?.best, toll?.high].filter((value) => value != null);
  if (!known.length) return null;
  const [low, high] = [known[0], known[known.length - 1]].map(number);
  if (low === high) return low;
  return toll.best == null ? `${low}–${high}` : `${low}–${high} (best ${number(toll.best)})`;
}

/** A mark in words, the title first, where it has one. In the lines after it, what runs right to left is isolated. */
export function describe(mark, look) {
  const { properties } = mark.feature;
  if (mark.kind === "cell") return describeCell(properties);
  if (mark.kind === "stack") return describeStack(mark);
  const place = [properties.sites > mark.drawn && properties.site_name, properties.place_line].filter(Boolean).join(", ");
  const about = isContext(properties) ? properties.type_label : killedLine(properties, mark);
  return [properties.title, properties.date, withPrecision(place, properties), about, statusLine(properties, look)].filter(Boolean);
}

function describeCell({ count, killed }) {
  const toll = tollText(killed);
  return [`${number(count)} records`, toll && `${toll} killed`, "Click to look closer"].filter(Boolean);
}

function describeStack({ ids, members }) {
  const titles = [...new Set(members.map((member) => member.feature.properties.title))].filter((title) => title !== null);
  const more = titles.length > 3 ? [`and ${number(titles.length - 3)} more`] : [];
  return [`${number(ids.length)} records here`, ...titles.slice(0, 3).map(isolated), ...more];
}

function killedLine({ killed, killed_text: words, sites = 1 }, { drawn = 1 }) {
  const where = sites > 1 ? (drawn < sites ? ` at ${number(sites)} sites together` : ` at ${number(sites)} sites`) : "";
  return killed ? `${words} killed${where}` : "Number killed unknown";
}

function withPrecision(place, { precision, precision_text: words }) {
  return precision === "site" || precision === "settlement" || !words ? place : `${place} (${words})`;
}

function statusLine(properties, { symbols }) {
  if (isContext(properties)) return "Context, not counted among attacks";
  const label = properties.status_label || statusStyle(properties, symbols).label;
  return properties.contested ? `${label}, contested` : label;
}
