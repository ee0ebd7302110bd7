// The query: each kind of filter as what it keeps of the rows.
import { boxesOf, isWithin } from "./boxes.js";
import { firstDay, lastDay } from "./calendar.js";
import { NEVER } from "./columns.js";
import { refusal } from "./refusal.js";

const DATES = { since: "from", until: "to" };   // kinds of filters of days, and what each says of a period

// By kind: does a value of the column pass? geo/store/where.py says the same in SQL.
const PASSES = {
  among: (asked) => (value) => asked.includes(value),
  overlaps: (asked) => (list) => list.some((value) => asked.includes(value)),
  tagged: (asked, { name }) => PASSES.overlaps(asked.map((value) => `${name}=${value}`)),
};

/** A query's days, as {from, to}, and what is left of it; `filters` is the table of geo/query/filters.py. */
export function periodOf(filters, query) {
  const rest = new URLSearchParams(query);
  const period = { from: -NEVER, to: NEVER };
  for (const { name, kind } of filters) {
    const text = DATES[kind] && rest.get(name);
    if (text) period[DATES[kind]] = kind === "since" ? firstDay(text) : lastDay(text);
    if (DATES[kind]) rest.delete(name);
  }
  return { period, rest: rest.toString() };
}

/**
 * The traits of the rows that pass a query without days, 0 of the others. Values are looked at once each, not once for
 * each row.
 */
export function kept(columns, query) {
  const parameters = new URLSearchParams(query);
  const found = columns.traits.slice();
  const tables = new Map();   // codes → which of them pass, where columns may share them
  for (const name of new Set(parameters.keys())) {
    const filter = columns.filters.find((each) => each.name === name);
    const asked = parameters.getAll(name);
    if (filter?.kind === "within") keepWithin(columns, found, boxesOf(asked[0].split(",").map(Number)));
    else if (!PASSES[filter?.kind] || !columns.coded[filter.column]) throw refusal(`${name} cannot be asked of this file`);
    else addTable(tables, columns.coded[filter.column], PASSES[filter.kind](asked, filter));
  }
  for (const [codes, passes] of tables) keepCodes(found, codes, passes);
  return found;
}

function addTable(tables, { codes, values }, passes) {
  const table = tables.get(codes) || tables.set(codes, new Uint8Array(values.length).fill(255)).get(codes);
  values.forEach((value, code) => {
    if (!passes(value)) table[code] = 0;
  });
}

function keepCodes(found, codes, passes) {
  for (let i = 0; i < found.length; i++) found[i] &= passes[codes[i]];
}

// One site in the boxes is enough, also one that is not drawn.
function keepWithin({ placed, lon, lat, several }, found, boxes) {
  const inside = new Set();
  for (let j = 0; j < several.record.length; j++) if (isWithin(boxes, several.lon[j], several.lat[j])) inside.add(several.record[j]);
  for (let i = 0; i < placed; i++) if (found[i] && !isWithin(boxes, lon[i], lat[i]) && !inside.has(i)) found[i] = 0;
  found.fill(0, placed);
}
