// A source without a server: the rows that travel within a page as columns, filtered and gathered here.
// It answers as httpSource does; a collection has the numbers, and the words are here.
import { SYMBOLS } from "../shared.js";
import { collectionOf } from "./collection/collection.js";
import { columnsOfRows } from "./collection/rows.js";
import { listFeature } from "./features.js";
import { within } from "./queries.js";

/**
 * The source of `data` = {columns, filters, limit, precisions, countries, noAttacks, details}: `filters`
 * is the table of geo/query/filters.py, `limit` is the number of sites that are drawn one by one, `precisions` are
 * from the most exact one, `details` are the panels of geo/exports/carried/panels.py, or null where they are left out.
 */
export const rowsSource = (data) => new RowsSource(data);

class RowsSource {
  constructor(data) {
    const { details } = data;
    this.columns = columnsOfRows(data);
    this.filters = data.filters;
    this.details = details;
    this._collection = collectionOf(this.columns);
    this.byId = new Map(this.columns.words.rows.map((row) => [row.id, row]));
  }

  /** The records that a query finds, newest first. */
  find(query) {
    return this._collection.list(query);
  }

  /** Every query is answered here. */
  has() {
    return true;
  }

  async cells(query, bounds, zoom) {
    return this._collection.cells(query, bounds, zoom);
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
    return this._collection.caption(query);
  }

  async timeline(query, spec) {
    return this._collection.timeline(query, spec);
  }

  async facet(query, name) {
    return this._collection.facet(query, name);
  }

  /** "12 of 40 records" */
  counts(query) {
    return this._collection.counts(query);
  }

  /** The tolls of what a query finds, as captions.py says them. */
  tolls(query) {
    return this._collection.tolls(query);
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
      killed: row.killed[3], injured: row.injured[3], status_code: code, status, rule: SYMBOLS.status[code].rule, contested,
      head: [], ledger: [], figures: [], sources: [], summary_sources: [], licence: `${dataset}, ${licence}`,
      left_out: "Who says what, and the sources, are not in this file.",
    };
  }
}
