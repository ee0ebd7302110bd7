// All records of one query, as columns: whatever narrows that query is answered from them. geo/store says the same in SQL.
// It runs in a page, in a worker and in Node, and answers in plain data.
import { compare, number, plural } from "../../drawing/words.js";
import { MOST_CELLS, MOST_GROUPS } from "../../shared.js";
import { deepestZoom } from "../grid.js";
import { without } from "../queries.js";
import { axisOf, touched } from "./axis.js";
import { boxesOf, isWithin } from "./boxes.js";
import { cellFeatures, cellsIn, sitesIn, tablesOf } from "./cells.js";
import { coarseRows, IS_DRAWN, undatedRows } from "./columns.js";
import { Finder } from "./found.js";
import { bareMarks } from "./marks.js";
import { refusal } from "./refusal.js";
import { timelineOf } from "./timeline.js";
import { tollWords } from "./tolls.js";
import { walk } from "./walk.js";

const YEAR = "year";            // the facet of dates
const VIEW_ZOOM = 4;            // cells as large as these are looked at where the records of a view are sought

/**
 * The collection of columns; columns.js tells of them.
 * @param {import("./columns.js").Columns} columns
 */
export const collectionOf = (columns) => new Collection(columns);

class Collection {
  constructor(columns) {
    this.columns = columns;
    this.filters = columns.filters;
    this._finder = new Finder(columns);
    this._tables = tablesOf(columns);
    this._coarse = coarseRows(columns);
    this._undated = undatedRows(columns);
  }

  /** How many records a query finds. */
  matched(query) {
    return this._finder.found(query).matched;
  }

  /** The rows with words that a query finds, in the order in which they came. */
  list(query) {
    const { rows, at } = this.columns.words;
    const { traits } = this._finder.found(query);
    const isFound = new Uint8Array(rows.length);
    for (let i = 0; i < traits.length; i++) isFound[at[i]] = traits[i];
    return rows.filter((_, i) => isFound[i]);
  }

  /** What lies in bounds, as /api/cells answers; marks without names are `bare`. */
  cells(query, bounds, zoom) {
    const { traits, matched } = this._finder.found(query);
    const { columns, _tables: tables } = this;
    const boxes = boxesOf(bounds);
    const deepest = deepestZoom(boxes, zoom, MOST_CELLS);
    const { sites, records, status, groups, cells } = cellsIn(columns, tables, traits, boxes, deepest);
    const isMany = sites > columns.limit;
    const features = isMany ? cellFeatures(cells, deepest) : this._marks(sitesIn(columns, tables, traits, boxes, zoom));
    return {
      type: "FeatureCollection",
      kind: isMany ? "cells" : "incidents",
      ...(isMany && { zoom: deepest }),
      ...(!isMany && !columns.words && { bare: true }),
      numberMatched: matched,
      numberInView: records,
      numberReturned: features.length,
      legend: { status, group: mostOf(countsOf(columns.coded.groups.values, groups)) },
      unplaced: this._unplaced(traits),
      features,
    };
  }

  /** {sentence, tolls, heading}: "12 of 40 records", how many were killed, "10 attacks and 2 context records, 2017–2024". */
  caption(query) {
    return { sentence: this.counts(query), tolls: this.tolls(query), heading: this._heading(query) };
  }

  // As captions.py counts them, with the years where the query has no dates.
  _heading(query) {
    const { matched, attacks } = this._finder.found(query);
    if (!matched) return "No record matches";
    const counted = [[attacks, this._noun(query)], [matched - attacks, "context record"]].map(([count, noun]) => count && plural(count, noun));
    return [counted.filter(Boolean).join(" and "), this._yearsOf(query)].filter(Boolean).join(", ");
  }

  _yearsOf(query) {
    if (without(without(query, "from"), "to") !== query) return "";
    const years = Object.keys(this.years(query));
    return [...new Set([years[0], years[years.length - 1]])].filter(Boolean).join("–");
  }

  /** "12 of 40 records" */
  counts(query) {
    const [found, all] = [this.matched(query), this.columns.count];
    return found === all ? plural(all, "record") : `${number(found)} of ${plural(all, "record")}`;
  }

  /** The tolls of what a query finds, as captions.py says them. */
  tolls(query) {
    const { traits, attacks, killed } = this._finder.found(query);
    const missing = { place: countFrom(traits, this.columns.placed), date: this._undated.filter((row) => traits[row]).length };
    const parts = Object.entries(missing).map(([what, count]) => count && `${plural(count, "record")} without ${what}`);
    return [attacks && tollWords(killed, this._noun(query)), ...parts].filter(Boolean).join(" · ");
  }

  /** How many have each value of a filter, or each year, under all filters but that one. */
  facet(query, name) {
    if (name === YEAR) return this.years(query);
    const filter = this.filters.find((each) => each.name === name);
    const coded = this.columns.coded[filter?.column];
    if (!coded) throw refusal(`${name} cannot be counted in this file`);
    const tag = filter.kind === "tagged" ? `${name}=` : "";
    const values = coded.values.map((value) => [value ?? []].flat().filter((each) => each.startsWith(tag)).map((each) => each.slice(tag.length)));
    return countsOf(values, countsByCode(coded, this._finder.found(without(query, name)).traits));
  }

  /** How many fall into each year, under all filters but those of dates. */
  years(query) {
    const found = this._finder.undated(query);
    const axis = axisOf(this.columns, found, YEAR);
    const counts = Array.from(touched(this.columns, found, axis), (count, bin) => [axis.start + bin, count]);
    return Object.fromEntries(counts.filter(([, count]) => count));
  }

  /**
   * How many there are in each bin of time, under all filters but those of dates; docs/api.md tells of /api/timeline.
   * @param {string} query
   * @param {{unit: string, by?: string, measure?: string, series?: string[], span?: string[], bounds?: [number, number, number, number]}} spec
   */
  timeline(query, spec) {
    const found = this._finder.undated(query);
    return timelineOf(this.columns, spec.bounds ? this._inView(found, boxesOf(spec.bounds)) : found, spec);
  }

  // The traits of the rows that have a drawn site in boxes.
  _inView(traits, boxes) {
    const { columns: { lon, lat, several }, _tables: { drawn } } = this;
    const found = new Uint8Array(traits.length);
    walk(this.columns, boxes, VIEW_ZOOM, ({ from, to, start, end, isInside }) => {
      for (let i = from; i < to; i++) if (traits[i] & IS_DRAWN && (isInside || isWithin(boxes, lon[i], lat[i]))) found[i] = traits[i];
      for (let j = start; j < end; j++) if (drawn[several.site.codes[j]] && (isInside || isWithin(boxes, several.lon[j], several.lat[j]))) found[several.record[j]] = traits[several.record[j]];
    });
    return found;
  }

  _marks(sites) {
    const { columns } = this;
    const numbered = sites.map(({ row, site }) => ({ row, site, number: site === null ? 0 : columns.several.number[site] }));
    return columns.words ? columns.words.marks(numbered) : bareMarks(columns, numbered);
  }

  // A clash of two sides is not an attack, nor is a riot: a type counts under all filters but its own.
  _noun(query) {
    const { coded: { types }, noAttacks } = this.columns;
    const isOther = types.values.map((codes) => codes.some((code) => noAttacks.includes(code)));
    if (!isOther.some(Boolean)) return "attack";
    const { traits } = this._finder.found(without(query, "type"));
    return traits.some((trait, i) => trait && isOther[types.codes[i]]) ? "incident" : "attack";
  }

  // Too coarse to draw, by country, the most frequent first; or without a position.
  _unplaced(traits) {
    const { placed, coded: { country }, countries } = this.columns;
    const counts = new Map();
    for (const row of this._coarse) if (traits[row]) counts.set(country.values[country.codes[row]], (counts.get(country.values[country.codes[row]]) || 0) + 1);
    const listed = [...counts].sort(([a, m], [b, n]) => n - m || compare(a || "~", b || "~"));
    return {
      country: listed.reduce((sum, [, count]) => sum + count, 0),
      none: countFrom(traits, placed),
      countries: listed.map(([code, count]) => ({ country: code || null, label: code ? countries[code] || code : "No country stated", count })),
    };
  }
}

function countFrom(traits, start) {
  let count = 0;
  for (let i = start; i < traits.length; i++) if (traits[i]) count++;
  return count;
}

function countsByCode({ codes, values }, traits) {
  const counts = new Float64Array(values.length);
  for (let i = 0; i < traits.length; i++) if (traits[i]) counts[codes[i]]++;
  return counts;
}

// How many rows have each value, where a code has several.
// The most frequent of counted slugs, as many as /api/cells gives.
const mostOf = (counts) => Object.fromEntries(Object.entries(counts).sort(([a, m], [b, n]) => n - m || compare(a, b)).slice(0, MOST_GROUPS));

function countsOf(lists, counts) {
  const found = Object.create(null);   // a slug may be the name of what every object has
  lists.forEach((list, code) => {
    for (const value of counts[code] ? list : []) found[value] = (found[value] || 0) + counts[code];
  });
  return found;
}
