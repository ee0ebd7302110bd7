// A source without a server: the rows that travel within a page as columns, filtered and gathered here.
// It answers as httpSource does; geo/store/sql.py says the same in SQL.
import { number } from "../drawing/words.js";
import { SYMBOLS } from "../shared.js";
import { refusal } from "./collection/calendar.js";
import { timelineOf } from "./collection/timeline.js";
import { decoded } from "./columns.js";
import { compare, counted, plural, tollWords } from "./counts.js";
import { bySize, cellFeatures, listFeature, markFeature } from "./features.js";
import { isIn, testsOf } from "./filters.js";
import { within, without } from "./queries.js";

const STATUSES = Object.keys(SYMBOLS.status);

// By what a timeline is divided: the names of its series, and the one of a row. A record of several groups counts where
// its mark is coloured (drawing/styles.js); context has no colour of a group.
const SERIES = {
  status: () => ({ names: STATUSES, of: (row) => row.status[0] }),
  group: (slugs) => ({ names: [...slugs, ""], of: (row) => (row.type[0] === "context" ? "" : row.group[0].findLast((slug) => slugs.includes(slug)) || "") }),
};

/**
 * The source of `data` = {columns, filters, limit, precisions, countries, rules, noAttacks, details, known}: `filters`
 * is the table of geo/query/filters.py, `limit` is the number of sites that are drawn one by one, `precisions` are
 * from the most exact one, `details` are the panels of geo/exports/carried/panels.py, or null where they are left out;
 * `known` says the day of what is known, where that is not today.
 */
export const rowsSource = (data) => new RowsSource(data);

class RowsSource {
  constructor({ columns, filters, limit, precisions, countries, rules, noAttacks, details, known = "" }) {
    this.filters = filters;
    this.limit = limit;
    this.countries = countries;
    this.rules = rules;
    this.noAttacks = noAttacks;
    this.details = details;
    this.known = known;
    this._kept = new Map();
    this.rows = decoded(columns, precisions);
    this.byId = new Map(this.rows.map((row) => [row.id, row]));
    const deadliest = (a, b) => (b.killed[1] ?? -1) - (a.killed[1] ?? -1) || compare(a.id, b.id);
    [...this.rows].sort(deadliest).forEach((row, i) => (row.rank = i));
  }

  /** The records that a query finds, newest first. */
  find(query) {
    if (!this._kept.has(query)) {
      const tests = testsOf(this.filters, query);
      if (this._kept.size > 20) this._kept.clear();   // a reader goes to and fro between a few
      this._kept.set(query, this.rows.filter((row) => tests.every((test) => test(row))));
    }
    return this._kept.get(query);
  }

  async cells(query, bounds, zoom) {
    const found = this.find(query);
    const inside = isIn(bounds);
    const shown = [];
    for (const row of found) for (const site of row.sites) if (site.drawn && inside(site)) shown.push(site);
    const records = new Set(shown.map((site) => site.row));
    const features = shown.length > this.limit ? cellFeatures(shown, zoom) : shown.sort(bySize).map(markFeature);
    return {
      type: "FeatureCollection",
      kind: shown.length > this.limit ? "cells" : "incidents",
      numberMatched: found.length,
      numberInView: records.size,
      numberReturned: features.length,
      legend: { status: counted(records, (row) => [row.status[0]]), group: counted(records, (row) => row.group[0]) },
      unplaced: this._unplaced(found),
      features,
    };
  }

  async incidents(query, bounds, limit) {
    const found = this.find(bounds ? within(query, bounds) : query);
    const features = found.slice(0, limit).map(listFeature);
    return { type: "FeatureCollection", numberMatched: found.length, numberReturned: features.length, features };
  }

  async incident(id) {
    const row = this.byId.get(id);
    if (!row) throw Object.assign(new Error(`no incident has the id '${id}'`), { status: 404 });
    const feature = listFeature(row);
    feature.properties.in_words = this.details ? this._panel(row) : this._inWords(row);
    return feature;
  }

  async caption(query) {
    return { sentence: [this.counts(query), this.known].filter(Boolean).join(", "), tolls: this.tolls(query) };
  }

  /** "12 of 40 records" */
  counts(query) {
    const [found, all] = [this.find(query).length, this.rows.length];
    return found === all ? plural(all, "record") : `${number(found)} of ${plural(all, "record")}`;
  }

  /** The tolls of what a query finds, as captions.py says them. */
  tolls(query) {
    const found = this.find(query);
    const attacks = found.filter((row) => row.type[0] !== "context");
    const others = this.find(without(query, "type"));   // a facet counts under all filters but its own
    const noun = others.some((row) => row.type[1].some((code) => this.noAttacks.includes(code))) ? "incident" : "attack";
    const missing = { place: found.filter((row) => !row.sites.length).length, date: found.filter((row) => !row.years.length).length };
    const parts = Object.entries(missing).map(([what, count]) => count && `${plural(count, "record")} without ${what}`);
    return [attacks.length && tollWords(attacks, noun), ...parts].filter(Boolean).join(" · ");
  }

  /** How many have each group, under all filters but that of groups. */
  groups(query) {
    return counted(this.find(without(query, "group")), (row) => row.group[0]);
  }

  /**
   * How many there are in each bin of time, under all filters but those of dates; docs/api.md tells of /api/timeline.
   * @param {string} query
   * @param {{unit: string, by?: string, measure?: string, series?: string[], bounds?: [number, number, number, number]}} spec
   */
  async timeline(query, { unit, by = "status", measure = "records", series = [], bounds = null }) {
    if (!Object.hasOwn(SERIES, by)) throw refusal(`by='${by}' is not allowed: one of ${Object.keys(SERIES).join(", ")}`);
    const inside = bounds && isIn(bounds);
    const found = this.find(without(query, "from", "to")).filter((row) => !bounds || row.sites.some((site) => site.drawn && inside(site)));
    const { names, of } = SERIES[by](series);
    const days = { first: found.map((row) => row.first), last: found.map((row) => row.last) };
    const killed = Object.fromEntries(["low", "best", "high"].map((part, i) => [part, found.map((row) => row.killed[i] ?? NaN)]));
    const attack = found.map((row) => Number(row.type[0] !== "context"));
    return timelineOf({ days, series: found.map((row) => names.indexOf(of(row))), attack, killed }, names, { unit, by, measure });
  }

  /** How many fall into each year, under all filters but those of dates. */
  years(query) {
    return counted(this.find(without(query, "from", "to")), (row) => row.years);
  }

  // Too coarse to draw, by country, the most frequent first; or without a position.
  _unplaced(found) {
    const coarse = found.filter((row) => row.sites.length && !row.sites.some((site) => site.drawn));
    const countries = Object.entries(counted(coarse, (row) => [row.place[1] || ""]))
      .sort(([a, m], [b, n]) => n - m || compare(a || "~", b || "~"))
      .map(([code, count]) => ({ country: code || null, label: code ? this.countries[code] : "No country stated", count }));
    return { country: coarse.length, none: found.filter((row) => !row.sites.length).length, countries };
  }

  // The words of the columns, and those of the panel with its sources in their places.
  _panel(row) {
    const words = this.details.records[row.id];
    const linked = (numbers) => numbers.map((i) => this.details.sources[i]);
    const parts = (list) => list.map((each) => ({ ...each, sources: linked(each.sources) }));
    const { left_out: _, ...known } = this._inWords(row);
    return { ...known, sites: [], ...words, ledger: parts(words.ledger), figures: parts(words.figures), sources: linked(words.sources), summary_sources: linked(words.summary_sources || []) };
  }

  // What the columns tell of a record whose ledger and sources are left out.
  _inWords(row) {
    const [code, status, contested] = row.status;
    const [dataset, , licence] = row.origin;
    return {
      id: row.id, title: row.title, record_type: row.type[0], type: row.type[2], date: row.date, place: row.line,
      sites: row.sites.map(({ name, text }) => `${name || row.place[0]}: ${text}`),
      killed: row.killed[3], injured: row.injured[3], status_code: code, status, rule: this.rules[code], contested,
      head: [], ledger: [], figures: [], sources: [], summary_sources: [], licence: `${dataset}, ${licence}`,
      left_out: "Who says what, and the sources, are not in this file.",
    };
  }
}
