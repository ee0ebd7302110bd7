// What lies in view: counts, and the cells of a zoom level. A record with several sites counts once in a cell, in the
// middle of those there, and once in the view.
import { cellBounds, numberOf } from "../grid.js";
import { isWithin } from "./boxes.js";
import { HAS_TOLL, IS_DRAWN, isDrawn, tableOf } from "./columns.js";
import { pick } from "./picking.js";
import { walk } from "./walk.js";

/** What a view of columns needs and no query changes. */
export function tablesOf({ coded, several }) {
  const { values } = coded.status;
  const names = [...new Set(values)];
  return {
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
    this._one = new Uint32Array(1);   // a row, as the pass over many has them
    this._cell = { count: 0, lon: 0, lat: 0, known: 0, low: 0, best: 0, high: 0, status: new Float64Array(tables.names.length) };
  }

  counted() {
    return Object.fromEntries(this.tables.names.map((name, i) => [name, this.status[i]]).filter(([, count]) => count));
  }

  add({ column, row, from, to, start, end, isInside }, zoom, cells) {
    const cell = this._cell;
    cell.count = cell.lon = cell.lat = cell.known = cell.low = cell.best = cell.high = 0;
    cell.status.fill(0);
    this._addRows(cell, from, to, isInside);
    for (let i = 0; i < cell.status.length; i++) this.status[i] += cell.status[i];
    this.sites += cell.count;
    this.records += cell.count;
    this._addSites(cell, start, end, isInside);
    if (cell.count) cells.push(this._told(cell, numberOf([column, row], zoom)));
  }

  // The pass over the records of a cell: nothing is allocated for one of them, and short loops keep their sums in registers.
  _addRows(cell, from, to, isInside) {
    const { columns: { lon, lat, killed, coded }, groups, tables, found, boxes } = this;
    pick(found, IS_DRAWN, from, to, (rows, count) => {
      const inside = isInside ? count : keepInside(rows, count, lon, lat, boxes);
      addPlaces(cell, rows, inside, lon, lat);
      addTolls(cell, rows, inside, found, killed);
      for (let k = 0; k < inside; k++) cell.status[tables.status[coded.status.codes[rows[k]]]]++;
      for (let k = 0; k < inside; k++) groups[coded.groups.codes[rows[k]]]++;
    });
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
    const { coded, killed } = this.columns;
    const code = this.tables.status[coded.status.codes[row]];
    this._here[place] = 0;
    cell.count++;
    cell.status[code]++;
    this._one[0] = row;
    addTolls(cell, this._one, 1, this.found, killed);
    if (this._seen[place]) return;
    this._seen[place] = 1;
    this.records++;
    this.status[code]++;
    this.groups[coded.groups.codes[row]]++;
  }

  _told({ count, lon, lat, known, low, best, high, status }, number) {
    const counts = this.tables.names.map((name, i) => [name, status[i]]).filter(([, many]) => many);
    return { number, count, lon: lon / count, lat: lat / count, killed: known ? { low, best, high } : null, status: Object.fromEntries(counts) };
  }
}

function keepInside(rows, count, lon, lat, boxes) {
  let inside = 0;
  for (let k = 0; k < count; k++) if (isWithin(boxes, lon[rows[k]], lat[rows[k]])) rows[inside++] = rows[k];
  return inside;
}

function addPlaces(cell, rows, count, lon, lat) {
  let [x, y] = [0, 0];
  for (let k = 0; k < count; k++) {
    x += lon[rows[k]];
    y += lat[rows[k]];
  }
  cell.count += count;
  cell.lon += x;
  cell.lat += y;
}

function addTolls(cell, rows, count, traits, { low, best, high }) {
  let [known, lows, bests, highs] = [0, 0, 0, 0];
  for (let k = 0; k < count; k++) {
    const i = rows[k];
    known += traits[i] & HAS_TOLL;
    lows += low[i];
    bests += best[i];
    highs += high[i];
  }
  cell.known += known;
  cell.low += lows;
  cell.best += bests;
  cell.high += highs;
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
