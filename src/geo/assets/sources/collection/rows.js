// The columns of rows that have words: those of /api/rows, and those that a page carries one by one.
import { compare } from "../../drawing/words.js";
import { bySize, markFeature } from "../features.js";
import { finestCell } from "../grid.js";
import { codedOf, figuresOf, finestOf, NEVER, traitsOf } from "./columns.js";
import { mortonOf } from "./morton.js";
import { sortedSites } from "./several.js";
import { decoded } from "./worded.js";

// Columns that a collection looks at itself, as parts of those of the rows.
const PARTS = { record_type: ["type", 0], types: ["type", 1], groups: ["group", 0], country: ["place", 1], status: ["status", 0], contested: ["status", 2] };

/**
 * The columns of `data`, the object of geo/exports/carried/page_data.py, with `words`: {rows, at, marks}, the rows as
 * they came, the place among them of each row of the columns, and how sites become features.
 * @returns {import("./columns.js").Columns}
 */
export function columnsOfRows({ columns, filters, limit, precisions, countries, noAttacks }) {
  const rows = decoded(columns);
  const sorted = alongCurve(rows);
  const asked = filters.map(({ name, kind, column, part }) => ({ name, kind, column: keyOf(column, part), place: [column, part] }));
  const killed = codedOf(sorted.map((row) => row.killed));
  const found = {
    count: rows.length,
    placed: sorted.filter(({ sites }) => sites.length).length,
    ...placesOf(sorted.flatMap(({ sites }) => sites.slice(0, 1))),
    ...daysOf(sorted),
    killed: figuresOf(killed),
    traits: null,
    coded: codedColumns(sorted, asked),
    several: severalOf(sorted),
    filters: asked, limit, countries, noAttacks,
    words: wordsOf(rows, sorted),
  };
  found.coded.finest = finestOf(found, precisions);
  found.traits = traitsOf(found, killed);
  return found;
}

function alongCurve(rows) {
  const numbers = new Map(rows.map((row) => [row, numberOf(row.sites[0])]));
  return [...rows].sort((a, b) => (numbers.get(a) === numbers.get(b) ? 0 : numbers.get(a) - numbers.get(b)));
}

const numberOf = (site) => (site ? mortonOf(...cellOf(site)) : Infinity);

const cellOf = ({ lon, lat }) => /** @type {[number, number]} */ (finestCell(lon, lat));

function placesOf(sites) {
  const cells = sites.map(cellOf);
  return {
    x: Uint32Array.from(cells, ([x]) => x), y: Uint32Array.from(cells, ([, y]) => y),
    lon: Float64Array.from(sites, ({ lon }) => lon), lat: Float64Array.from(sites, ({ lat }) => lat),
  };
}

const daysOf = (rows) => ({
  first: Int32Array.from(rows, ({ first }) => (Number.isNaN(first) ? NEVER : first)),
  last: Int32Array.from(rows, ({ last }) => (Number.isNaN(last) ? -NEVER : last)),
});

const keyOf = (column, part) => (part === null ? column : `${column}.${part}`);

// Of a page's filters too; parts are the same object in all rows of one value.
function codedColumns(rows, filters) {
  const places = [...Object.entries(PARTS), ...filters.map(({ column, place }) => [column, place])];
  const has = (column) => rows.length === 0 || rows[0][column] !== undefined;
  const coded = places.filter(([, [column]]) => has(column)).map(([name, [column, part]]) => [name, codedOf(rows.map((row) => (part === null ? row[column] : row[column][part])))]);
  return { ...Object.fromEntries(coded), site: codedSites(rows.map(({ sites: [site] }) => site)) };
}

function codedSites(sites) {
  const { codes, values } = codedOf(sites.map((site) => site?.precision ?? null));
  return { codes, values: values.map((precision) => precision && [precision]) };
}

function severalOf(rows) {
  const sites = rows.flatMap((row, i) => (row.sites.length > 1 ? row.sites.map((site) => ({ site, row: i, number: numberOf(site) })) : []));
  const order = sites.map((_, i) => i).sort((a, b) => sites[a].number - sites[b].number);
  return sortedSites({ rows: sites.map(({ row }) => row), order, site: codedSites(sites.map(({ site }) => site)) }, placesOf(order.map((i) => sites[i].site)));
}

function wordsOf(rows, sorted) {
  const deadliest = (a, b) => (b.killed[1] ?? -1) - (a.killed[1] ?? -1) || compare(a.id, b.id);
  [...rows].sort(deadliest).forEach((row, i) => (row.rank = i));
  const places = new Map(rows.map((row, i) => [row, i]));
  const siteOf = ({ row, number }) => sorted[row].sites[number];
  return { rows, at: Uint32Array.from(sorted, (row) => places.get(row)), marks: (sites) => sites.map(siteOf).sort(bySize).map(markFeature) };
}
