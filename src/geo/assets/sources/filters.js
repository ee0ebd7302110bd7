// The query: each kind of filter as a test of a row.
import { firstDay, lastDay } from "./collection/calendar.js";

const TESTS = {
  since: ([text]) => since(firstDay(text)),
  until: ([text]) => until(lastDay(text)),
  within: ([text]) => anySite(isIn(text.split(",").map(Number))),
  among: (values, where) => byValue(where, (value) => values.includes(value)),
  overlaps: (values, where) => byValue(where, hasAny(values)),
  tagged: (values, where) => byValue(where, hasAny(values.map((value) => `${where.name}=${value}`))),
};

const since = (day) => (row) => row.last >= day;

const hasAny = (values) => (list) => list.some((value) => values.includes(value));

const until = (day) => (row) => row.first <= day;

// Rows share the values of a dictionary: each value is looked at once.
function byValue({ column, part }, test) {
  const known = new Map();
  return (row) => {
    const value = row[column];
    if (!known.has(value)) known.set(value, test(part === null ? value : value[part]));
    return known.get(value);
  };
}

/** The tests of a row that a query makes; `filters` is the table of geo/query/filters.py. */
export function testsOf(filters, query) {
  const parameters = new URLSearchParams(query);
  return [...new Set(parameters.keys())].map((name) => {
    const filter = filters.find((each) => each.name === name);
    if (!filter) throw Object.assign(new Error(`${name} cannot be asked of this file`), { status: 400 });
    return TESTS[filter.kind](parameters.getAll(name), filter);
  });
}

const anySite = (inside) => (row) => row.sites.some(inside);

/** A test of a position {lon, lat}; bounds that run over ±180° are two boxes. */
export function isIn([west, south, east, north]) {
  const between = west <= east ? (lon) => lon >= west && lon <= east : (lon) => lon >= west || lon <= east;
  return ({ lon, lat }) => lat >= south && lat <= north && between(lon);
}
