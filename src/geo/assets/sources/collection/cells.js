// What lies in view: counts, and the cells of a zoom level. A record with several sites counts once in a cell, in the
// middle of those there, and once in the view.
import { cellBounds, numberOf } from "../grid.js";
import { isWithin } from "./boxes.js";
import { IS_DRAWN, isDrawn, tableOf } from "./columns.js";
import { figuresOf } from "./tolls.js";
import { walk } from "./walk.js";

const TOLL = ["low", "best", "high"];

/** What a view of columns needs and no query changes. */
export function tablesOf({ coded, several }) {
  const { values } = coded.status;
  const names = [...new Set(values)];
  return {
    figures: figuresOf(coded.killed),
    status: tableOf(coded.status, (value) => names.indexOf(value)),
    names,
    drawn: tableOf(several.site, (each) => Number(isDrawn(each))),
  };
}

/** {sites, records, status, groups, cells} of the rows found, whose traits are `found`, in boxes. */
export function cellsIn(columns, tables, found, boxes, zoom) {
  const view = new View(columns, tables, found, boxes);
  const cells = [];
  walk(columns, boxes, zoom, (cell) => view.add(cell, zoom, cells));
  return { sites: view.sites, records: view.records, status: view.counted(), groups: view.groups, cells };
}

class View {
  constructor(columns, tables, found, boxes) {
    this.columns = columns;
    this.tables = tables;
    this.found = found;
    this.boxes = boxes;
    this.sites = 0;
    this.records = 0;
    this.status = new Float64Array(tables.names.length);
    this.groups = new Float64Array(columns.coded.groups.values.length);   // by code
    this._seen = new Uint8Array(columns.several.records.length);
    this._here = new Uint16Array(columns.several.records.length);
    this._cell = { count: 0, lon: 0, lat: 0, toll: new Float64Array(4), status: new Float64Array(tables.names.length) };
  }

  counted() {
    return Object.fromEntries(this.tables.names.map((name, i) => [name, this.status[i]]).filter(([, count]) => count));
  }

  add({ column, row, from, to, start, end, isInside }, zoom, cells) {
    const cell = this._cell;
    cell.count = cell.lon = cell.lat = 0;
    cell.toll.fill(0);
    cell.status.fill(0);
    this._addRows(cell, from, to, isInside);
    for (let i = 0; i < cell.status.length; i++) this.status[i] += cell.status[i];
    this.sites += cell.count;
    this.records += cell.count;
    this._addSites(cell, start, end, isInside);
    if (cell.count) cells.push(this._told(cell, numberOf([column, row], zoom)));
  }

  // The pass over the records: nothing is allocated here.
  _addRows(cell, from, to, isInside) {
    const { found, boxes, groups } = this;
    const { lon, lat, coded } = this.columns;
    const { figures, status } = this.tables;
    const [killed, statuses, grouped] = [coded.killed.codes, coded.status.codes, coded.groups.codes];
    const { toll, status: counts } = cell;
    let [count, x, y, low, best, high, known] = [0, 0, 0, 0, 0, 0, 0];
    for (let i = from; i < to; i++) {
      if (!(found[i] & IS_DRAWN) || !(isInside || isWithin(boxes, lon[i], lat[i]))) continue;
      const figure = 4 * killed[i];
      count++;
      x += lon[i];
      y += lat[i];
      low += figures[figure];
      best += figures[figure + 1];
      high += figures[figure + 2];
      known += figures[figure + 3];
      counts[status[statuses[i]]]++;
      groups[grouped[i]]++;
    }
    toll.set([low, best, high, known]);
    cell.count = count;
    cell.lon = x;
    cell.lat = y;
  }

  _addSites(cell, start, end, isInside) {
    if (start === end) return;
    const { several } = this.columns;
    const shown = [];
    for (let j = start; j < end; j++) if (this._isShown(j, isInside)) shown.push(j);
    for (const j of shown) this._here[several.place[j]]++;
    for (const j of shown) {
      cell.lon += several.lon[j] / this._here[several.place[j]];
      cell.lat += several.lat[j] / this._here[several.place[j]];
    }
    for (const j of shown) if (this._here[several.place[j]]) this._addRecord(cell, several.place[j], several.record[j]);
    this.sites += shown.length;
  }

  _isShown(j, isInside) {
    const { several } = this.columns;
    return this.found[several.record[j]] && this.tables.drawn[several.site.codes[j]] && (isInside || isWithin(this.boxes, several.lon[j], several.lat[j]));
  }

  _addRecord(cell, place, row) {
    const { coded } = this.columns;
    const { figures, status } = this.tables;
    const code = status[coded.status.codes[row]];
    this._here[place] = 0;
    cell.count++;
    cell.status[code]++;
    for (let part = 0; part < 4; part++) cell.toll[part] += figures[4 * coded.killed.codes[row] + part];
    if (this._seen[place]) return;
    this._seen[place] = 1;
    this.records++;
    this.status[code]++;
    this.groups[coded.groups.codes[row]]++;
  }

  _told({ count, lon, lat, toll, status }, number) {
    const counts = this.tables.names.map((name, i) => [name, status[i]]).filter(([, many]) => many);
    const killed = toll[3] ? Object.fromEntries(TOLL.map((part, i) => [part, toll[i]])) : null;
    return { number, count, lon: lon / count, lat: lat / count, killed, status: Object.fromEntries(counts) };
  }
}

/** Cells as features of /api/cells. */
export const cellFeatures = (cells, zoom) =>
  cells.sort((a, b) => a.number - b.number).map(({ number, lon, lat, count, killed, status }) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [lon, lat] },
    properties: { kind: "cell", count, killed, status, bounds: cellBounds(number, zoom) },
  }));

/** The sites of the rows found in boxes, which are few: {row, site} of each; `site` is null for a record's only one. */
export function sitesIn(columns, tables, found, boxes, zoom) {
  const { lon, lat, several } = columns;
  const sites = [];
  walk(columns, boxes, zoom, ({ from, to, start, end, isInside }) => {
    const isHere = (x, y) => isInside || isWithin(boxes, x, y);
    for (let i = from; i < to; i++) if (found[i] & IS_DRAWN && isHere(lon[i], lat[i])) sites.push({ row: i, site: null });
    for (let j = start; j < end; j++) if (found[several.record[j]] && tables.drawn[several.site.codes[j]] && isHere(several.lon[j], several.lat[j])) sites.push({ row: several.record[j], site: j });
  });
  return sites;
}
