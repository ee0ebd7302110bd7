// Queries: the parameters of an address, as one text, and how a reader's choices change them.
import { intersection } from "./bounds.js";

const DECIMALS = 5;             // of a degree in an address, about a metre

/** The parameters of a period. */
export const PERIOD = ["from", "to"];

/** Bounds as a parameter. */
export const sides = (bounds) => bounds.map((value) => Number(value.toFixed(DECIMALS))).join(",");

/** The query within bounds. A box in it and the bounds share one parameter: the part that lies in both. */
export function within(query, bounds) {
  const parameters = new URLSearchParams(query);
  const asked = (parameters.get("bbox") || "").split(",").map(Number);
  parameters.set("bbox", sides(asked.length === 4 ? intersection(asked, bounds) : bounds));
  return parameters.toString();
}

/** The query without some parameters. */
export function without(query, ...names) {
  const parameters = new URLSearchParams(query);
  names.forEach((name) => parameters.delete(name));
  return parameters.toString();
}

/** The query in another period; an end that is empty leaves nothing out. It is written as the server writes it. */
export function inPeriod(query, { from, to }) {
  const others = query.split("&").filter((pair) => pair && !/^(from|to)=/.test(pair));
  return [from && `from=${from}`, to && `to=${to}`, ...others].filter(Boolean).join("&");
}

/** The period of a query: partial dates, or "" for an open end. */
export function periodOf(query) {
  const parameters = new URLSearchParams(query);
  return { from: parameters.get("from") || "", to: parameters.get("to") || "" };
}

/** Are two periods written alike? None is like none. */
export const isSamePeriod = (a, b) => PERIOD.every((name) => a?.[name] === b?.[name]);

/** The query with nothing but some parameters. */
export function only(query, ...names) {
  const parameters = new URLSearchParams(query);
  return without(query, ...[...parameters.keys()].filter((name) => !names.includes(name)));
}

/** Each filter as a query of its own; from and to are one. */
export function partsOf(query) {
  const names = [...new Set(new URLSearchParams(query).keys())];
  const others = names.filter((name) => !PERIOD.includes(name));
  return [...(others.length < names.length ? [only(query, ...PERIOD)] : []), ...others.map((name) => only(query, name))];
}

/** Do two queries differ in nothing but their dates? */
export const isOtherPeriod = (a, b) => without(a, ...PERIOD) === without(b, ...PERIOD);

/**
 * Does a query filter by this value of the parameter and by no other value of it?
 * @param {URLSearchParams} asked
 * @param {string[]} filter
 */
export const isOnly = (asked, [name, value]) => asked.getAll(name).join(" ") === value;

/** The query with one value of a parameter only, or with none. */
export function withOnly(query, name, value) {
  const parameters = new URLSearchParams(query);
  if (value) parameters.set(name, value);
  else parameters.delete(name);
  return parameters.toString();
}

/** The query with a row of the legend chosen: only its value, or no longer, where it was. */
export function toggled(query, name, value) {
  const parameters = new URLSearchParams(query);
  const wasOnly = isOnly(parameters, [name, value]);
  parameters.delete(name);
  if (!wasOnly) parameters.append(name, value);
  return parameters.toString();
}

/** The query for the records of an entry of what is not drawn; `undrawn` are the precisions of these. */
export function unplacedQuery(query, { precisions, country }, undrawn) {
  const parameters = new URLSearchParams(query);
  const asked = parameters.getAll("precision");
  parameters.delete("precision");
  const wanted = precisions === "none" ? ["none"] : undrawn;
  wanted.filter((code) => !asked.length || asked.includes(code)).forEach((code) => parameters.append("precision", code));
  if (country) parameters.set("country", country);
  return parameters.toString();
}
