// The files of the near ground: which a view needs, each fetched once.
import { NEAR_FROM } from "../shared.js";
import { boundsInView } from "../sources/bounds.js";
import { fetchJson } from "../sources/http.js";
import { TURN, turned } from "../sources/turns.js";
import { cellsIn } from "./lettering.js";

const KEPT = 80;                // cells that stay in memory

export class NearCells {
  /** `url` is that of near.json, and the cells lie next to it. `made(content, box, east)` is kept of each of them. */
  constructor(url, made) {
    this._url = new URL(url, document.baseURI);
    this._made = made;
    this._levels = null;
    this._cells = new Map();    // key → a promise, the one used last at the end
  }

  /** What was made of the cells in view that could be fetched; the others are asked for again the next time. */
  async inView(map) {
    const zoom = map.getZoom();
    if (zoom < NEAR_FROM) return [];
    const level = (await this._list()).filter((each) => zoom >= each.zoom).pop();
    if (!level) return [];
    const names = cellsIn(boundsInView(map), level.degrees).filter((name) => level.cells.includes(name));
    return (await Promise.all(names.map((name) => this._cell(level, name, map.getCenter().lng)))).filter(Boolean);
  }

  async _list() {
    this._levels = this._levels || fetchJson(this._url.href).then(({ levels }) => levels);
    return this._levels.catch(() => (this._levels = null) || []);
  }

  // A cell is on the copy of the world that is nearest to the middle of the map, so many degrees to the east.
  _cell(level, name, middle) {
    const box = boxOf(name, level.degrees);
    const east = turned(box[0], middle) - box[0];
    const key = `near/${level.zoom}/${name}.json ${east / TURN}`;
    const cell = this._cells.get(key) || this._fetch(key, box, east);
    this._cells.delete(key);
    this._cells.set(key, cell);
    if (this._cells.size > KEPT) this._cells.delete(this._cells.keys().next().value);
    return cell;
  }

  async _fetch(key, box, east) {
    const content = await fetchJson(new URL(key.split(" ")[0], this._url).href).catch(() => null);
    if (!content) this._cells.delete(key);
    return content && this._made(content, box, east);
  }
}

function boxOf(name, degrees) {
  const [west, south] = name.split("_").map(Number);
  return [west, south, west + degrees, south + degrees];
}
