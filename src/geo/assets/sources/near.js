// A source that asks the server until the rows of one query are here, and then answers narrower queries itself.
import { rowsSource } from "./rows.js";

// By kind of filter: is a value within that of the page's own query? Both are ISO dates or their beginnings.
const WITHIN = {
  since: (inner, outer) => inner >= outer,
  until: (inner, outer) => inner === outer || (inner < outer && !outer.startsWith(inner)),
};

const DATES = ["from", "to"];

/**
 * The source `http`, with the rows of the query `whole` next to it: load() gives them, as /api/rows does.
 * bring() has them loaded, once; has(query) tells whether they answer a query. Records with their
 * statements always come from the server, as they were known on the day of `whole`; `known` says that day.
 */
export function nearSource(http, whole, load, known = "") {
  const day = new URLSearchParams(whole).get("as_of");
  let rows = null;
  let coming = null;
  const here = (query) => (rows ? beyond(rows.filters, whole, query) : null);

  return {
    ...http,
    has: (query) => here(query) !== null,
    incident: (id, signal) => http.incident(id, signal, day),

    bring() {
      coming = coming || load().then((data) => (rows = rowsSource({ ...data, details: null }))).catch(() => null);   // then the server goes on
      return coming;
    },

    async cells(query, bounds, zoom, signal) {
      const rest = here(query);
      return rest === null ? http.cells(query, bounds, zoom, signal) : rows.cells(rest, bounds, zoom);
    },

    /** Dates of the page's own query are not dates of its timeline: then the server has more. */
    async timeline(query, spec, signal) {
      const rest = hasDates(whole) ? null : here(query);
      return rest === null ? http.timeline(query, spec, signal) : rows.timeline(rest, spec);
    },

    async caption(query, signal) {
      const rest = here(query);
      return rest === null ? http.caption(query, signal) : { sentence: [`${rows.counts(rest)} shown`, known].filter(Boolean).join(", "), tolls: rows.tolls(rest) };
    },
  };
}

const hasDates = (query) => DATES.some((name) => new URLSearchParams(query).has(name));

/** The part of a query that narrows another one, or null where it is wider or about something else. */
function beyond(filters, whole, query) {
  const [before, rest] = [whole, query].map((text) => new URLSearchParams(text));
  for (const name of new Set(before.keys())) {
    const [outer, inner] = [before, rest].map((parameters) => parameters.getAll(name).join("\n"));
    const filter = filters.find((each) => each.name === name);
    const isWithin = WITHIN[filter?.kind] || ((a, b) => a === b);
    if (!inner || !isWithin(inner, outer)) return null;
    if (inner === outer) rest.delete(name);
  }
  const isHere = [...rest.keys()].every((name) => filters.some((each) => each.name === name));
  return isHere ? rest.toString() : null;
}
