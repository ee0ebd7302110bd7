// Queries within queries: what a collection of one of them can answer of another.

// By kind of filter: is a value within that of the outer query? Both are ISO dates or their beginnings.
const WITHIN = {
  since: (inner, outer) => inner >= outer,
  until: (inner, outer) => inner === outer || (inner < outer && !outer.startsWith(inner)),
};

/**
 * The part of a query that narrows another one, or null where it is wider or about something else. `filters` are those
 * of the collection.
 */
export function beyond(filters, outer, query) {
  const [before, rest] = [outer, query].map((text) => new URLSearchParams(text));
  for (const name of new Set(before.keys())) {
    const [wide, narrow] = [before, rest].map((parameters) => parameters.getAll(name).join("\n"));
    const filter = filters.find((each) => each.name === name);
    const isWithin = WITHIN[filter?.kind] || ((a, b) => a === b);
    if (!narrow || !isWithin(narrow, wide)) return null;
    if (narrow === wide) rest.delete(name);
  }
  const isHere = [...rest.keys()].every((name) => filters.some((each) => each.name === name));
  return isHere ? rest.toString() : null;
}
