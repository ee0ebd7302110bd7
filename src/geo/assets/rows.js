// A source without a server: the rows that travel within a page as columns, filtered and gathered here.
// It answers as httpSource does; src/geo/exports/columns.py writes the columns, geo/store/sql.py says the same in SQL.
"use strict";

(function (atlas) {
  const DEGREE = 100_000;         // SCALE of columns.py
  const MAX_ZOOM = 22;            // of the finest grid; a coarser one drops bits
  const CELLS_PER_TILE = 4;
  const MAX_LATITUDE = 85.0511287798066;
  const DAY = 86_400_000;         // ms
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
  const TOLL = ["low", "best", "high"];

  /**
   * The source of `data` = {columns, filters, limit, precisions, countries, rules, noAttacks, details}: `filters` is the
   * table of geo/query/filters.py, `limit` is the number of sites that are drawn one by one, `precisions` are from the
   * most exact one, `details` are the panels of geo/exports/standalone/panels.py, or null where they are left out.
   */
  atlas.rowsSource = (data) => new RowsSource(data);

  class RowsSource {
    constructor({ columns, filters, limit, precisions, countries, rules, noAttacks, details }) {
      Object.assign(this, { filters, limit, countries, rules, noAttacks, details, _kept: new Map() });
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
      const found = this.find(bounds ? atlas.within(query, bounds) : query);
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
      return { sentence: this.counts(query), tolls: this.tolls(query) };
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
      const nowhere = found.filter((row) => !row.sites.length).length;
      return [attacks.length && tollWords(attacks, noun), nowhere && `${plural(nowhere, "record")} without place`].filter(Boolean).join(" · ");
    }

    /** How many have each group, under all filters but that of groups. */
    groups(query) {
      return counted(this.find(without(query, "group")), (row) => row.group[0]);
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
      const linked = (numbers) => numbers.map((i) => ({ label: this.details.sources[i][0], url: this.details.sources[i][1] }));
      const parts = (list) => list.map((each) => ({ ...each, sources: linked(each.sources) }));
      const { left_out: _, ...known } = this._inWords(row);
      return { ...known, sites: [], ...words, ledger: parts(words.ledger), figures: parts(words.figures), sources: linked(words.sources) };
    }

    // What the columns tell of a record whose ledger and sources are left out.
    _inWords(row) {
      const [code, status, contested] = row.status;
      const [dataset, , licence] = row.origin;
      return {
        id: row.id, title: row.title, record_type: row.type[0], type: row.type[2], date: row.date, place: row.line,
        sites: row.sites.map(({ name, text }) => `${name || row.place[0]}: ${text}`),
        killed: row.killed[3], injured: row.injured[3], status_code: code, status, rule: this.rules[code], contested,
        ledger: [], figures: [], sources: [], licence: `${dataset}, ${licence}`,
        left_out: "Who says what, and the sources, are not in this file.",
      };
    }
  }

  // --- columns to rows --------------------------------------------------------------------------

  function decoded(columns, precisions) {
    const lists = Object.fromEntries(Object.entries(columns).filter(([, column]) => column.codes).map(([name, column]) => [name, spread(column)]));
    const ofRecords = Object.keys(lists).filter((name) => name !== "site");
    let day = 0;
    let at = 0;
    return columns.id.map((id, i) => {
      day += columns.day[i];
      const row = { id, first: day, last: day + columns.days[i], sites: [] };
      for (const name of ofRecords) row[name] = lists[name][i];
      row.date = lists.date[i] || dayInWords(day);
      row.years = yearsOf(row);
      row.line = row.place[2] || row.place[0];
      for (const end = at + columns.sites[i]; at < end; at++) row.sites.push(siteOf(row, columns.lon[at] / DEGREE, columns.lat[at] / DEGREE, lists.site[at]));
      row.finest = precisions.find((code) => row.sites.some((site) => site.precision === code)) || "none";
      return row;
    });
  }

  const yearOf = (day) => new Date(day * DAY).getUTCFullYear();

  function yearsOf({ first, last }) {
    const [from, to] = [yearOf(first), first === last ? yearOf(first) : yearOf(last)];
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  }

  const spread = ({ values, codes }) => codes.map((code) => values[code]);

  const siteOf = (row, lon, lat, [name, precision, text, radius, drawn]) =>
    ({ row, number: row.sites.length, lon, lat, name, precision, text, radius, drawn });

  function dayInWords(day) {
    const date = new Date(day * DAY);
    return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  }

  // --- the query: each kind of filter as a test of a row ---------------------------------------------

  const TESTS = {
    since: ([text]) => since(firstDay(text)),
    until: ([text]) => until(lastDay(text)),
    within: ([text]) => anySite(isIn(text.split(",").map(Number))),
    among: (values, where) => byValue(where, (value) => values.includes(value)),
    overlaps: (values, where) => byValue(where, (list) => list.some((value) => values.includes(value))),
  };

  const since = (day) => (row) => row.last >= day;

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

  function testsOf(filters, query) {
    const parameters = new URLSearchParams(query);
    return [...new Set(parameters.keys())].map((name) => {
      const filter = filters.find((each) => each.name === name);
      if (!filter) throw Object.assign(new Error(`${name} cannot be asked of this file`), { status: 400 });
      return TESTS[filter.kind](parameters.getAll(name), filter);
    });
  }

  const anySite = (inside) => (row) => row.sites.some(inside);

  // Bounds that run over ±180° are two boxes.
  function isIn([west, south, east, north]) {
    const between = west <= east ? (lon) => lon >= west && lon <= east : (lon) => lon >= west || lon <= east;
    return ({ lon, lat }) => lat >= south && lat <= north && between(lon);
  }

  function firstDay(text) {
    const [year, month = 1, day = 1] = text.split("-").map(Number);
    return daysSince(year, month, day);
  }

  // The day before the next year, month or day begins.
  function lastDay(text) {
    const [year, month, day] = text.split("-").map(Number);
    if (day) return daysSince(year, month, day);
    return month ? daysSince(year, month + 1, 1) - 1 : daysSince(year + 1, 1, 1) - 1;
  }

  // Not Date.UTC, which takes the years 0 to 99 for those of the last century.
  const daysSince = (year, month, day) => new Date(0).setUTCFullYear(year, month - 1, day) / DAY;

  function without(query, ...names) {
    const parameters = new URLSearchParams(query);
    names.forEach((name) => parameters.delete(name));
    return parameters.toString();
  }

  // --- features --------------------------------------------------------------------------------------

  const bySize = (a, b) => a.row.rank - b.row.rank || a.number - b.number;

  const figures = (toll) => (toll[1] == null ? null : Object.fromEntries(TOLL.map((part, i) => [part, toll[i]])));

  function markFeature({ row, number: site, lon, lat, name, precision, text, radius }) {
    const [record_type, , type_label] = row.type;
    const [status, status_label, contested] = row.status;
    const [groups, groups_label] = row.group;
    return point(lon, lat, {
      kind: "incident", id: row.id, title: row.title, record_type, place: row.place[0], place_line: row.line, date: row.date,
      status, status_label, contested, killed: figures(row.killed), killed_text: row.killed[3], type_label, groups, groups_label,
      site, sites: row.sites.length, site_name: name, precision, precision_text: text, radius_km: radius,
    });
  }

  // As /api/incidents says it, as far as a list needs it.
  function listFeature(row) {
    const positions = row.sites.map(({ lon, lat }) => [lon, lat]);
    const geometry = positions.length > 1 ? { type: "MultiPoint", coordinates: positions } : positions.length ? { type: "Point", coordinates: positions[0] } : null;
    const [code, label, contested] = row.status;
    return {
      type: "Feature", id: row.id, geometry,
      properties: {
        id: row.id, title: row.title, record_type: row.type[0], date: { start: new Date(row.first * DAY).toISOString().slice(0, 10) },
        place: { name: row.place[0], country: row.place[1] }, status: { code, label, contested },
      },
    };
  }

  // A record with several sites counts once in a cell, in the middle of them.
  function cellFeatures(sites, zoom) {
    const side = CELLS_PER_TILE * 2 ** zoom;
    const cells = new Map();
    for (const site of sites) {
      const [column, line] = cellOf(site, zoom);
      const key = column * side + line;
      if (!cells.has(key)) cells.set(key, new Map());
      const rows = cells.get(key);
      if (rows.has(site.row)) rows.get(site.row).push(site);   // most have one
      else rows.set(site.row, [site]);
    }
    return [...cells].sort(([a], [b]) => a - b).map(([key, rows]) => cellFeature(rows, atlas.cellBounds(key, zoom)));
  }

  function cellFeature(rows, bounds) {
    const middles = [...rows.values()].map((sites) => [mean(sites, "lon"), mean(sites, "lat")]);
    const records = [...rows.keys()];
    const [lon, lat] = [0, 1].map((i) => middles.reduce((sum, middle) => sum + middle[i], 0) / middles.length);
    return point(lon, lat, {
      kind: "cell", count: records.length, killed: figures(sums(records, "killed")),
      status: counted(records, (row) => [row.status[0]]), bounds,
    });
  }

  const point = (lon, lat, properties) => ({ type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties });

  const mean = (sites, side) => sites.reduce((sum, site) => sum + site[side], 0) / sites.length;

  // The grid of geo/mercator.py.
  function cellOf(site, zoom) {
    if (!site.cell) {
      const side = CELLS_PER_TILE * 2 ** MAX_ZOOM;
      const sin = Math.sin((Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, site.lat)) * Math.PI) / 180);
      const y = 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI);
      site.cell = [site.lon / 360 + 0.5, Math.max(0, Math.min(1, y))].map((part) => Math.min(Math.floor(part * side), side - 1));
    }
    return site.cell.map((part) => part >> (MAX_ZOOM - zoom));
  }

  /** Bounds of a cell by its number: its column times the side of the grid, plus its row. */
  atlas.cellBounds = function (number, zoom) {
    const side = CELLS_PER_TILE * 2 ** zoom;
    const [column, line] = [Math.floor(number / side), number % side];
    const [west, north] = lonLat(column / side, line / side);
    const [east, south] = lonLat((column + 1) / side, (line + 1) / side);
    return [west, south, east, north];
  };

  const lonLat = (x, y) => [(x - 0.5) * 360, (2 * Math.atan(Math.exp((1 - 2 * y) * Math.PI)) - Math.PI / 2) * (180 / Math.PI)];

  // --- counts ------------------------------------------------------------------------------------------

  // How many rows have each value; `values` gives those of one.
  function counted(rows, values) {
    const counts = Object.create(null);   // a slug may be the name of what every object has
    for (const row of rows) for (const value of values(row)) counts[value] = (counts[value] || 0) + 1;
    return counts;
  }

  // Unknown figures add nothing; where all are unknown, so is the sum.
  const sums = (rows, measure) => [0, 1, 2].map((i) => rows.reduce((sum, row) => (row[measure][i] == null ? sum : (sum || 0) + row[measure][i]), null));

  function tollWords(rows, noun) {
    const [low, best, high] = sums(rows, "killed").map((sum) => sum || 0);
    const missing = rows.filter((row) => row.killed[1] == null).length;
    const unknown = missing && `${plural(missing, noun)} without a figure`;
    if (!high && unknown) return unknown;
    const span = low === high ? number(low) : `${number(low)}–${number(high)}`;
    return [`${span} ${span === "1" ? "person" : "people"} killed${low === high ? "" : ` (best ${number(best)})`}`, unknown].filter(Boolean).join(", ");
  }

  // --- tiny helpers ----------------------------------------------------------------------------------------

  const compare = (a, b) => (a < b ? -1 : Number(a > b));

  const number = (value) => value.toLocaleString("en");

  const plural = (count, noun) => `${number(count)} ${noun}${count === 1 ? "" : "s"}`;
})((globalThis.IncidentAtlas = globalThis.IncidentAtlas || {}));
