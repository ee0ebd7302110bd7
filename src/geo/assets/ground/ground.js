// What lies under the incidents: land and borders, an outside server's tiles, and names.
import { baseMap } from "./base_map.js";
import { nameLayer } from "./names.js";
import { tileLayer } from "./tiles.js";

export class Ground {
  /**
   * `options` = {assets, basemap, tiles} of attach; `obstacles()` is what names give way to. Nothing is drawn
   * before `start` resolves.
   */
  constructor(map, { assets, basemap = {}, tiles }, theme, obstacles, start) {
    const file = (name) => `${assets}/basemap/${name}.json`;
    const { coarse, fine, names } = { coarse: file("110m"), fine: file("50m"), names: file("labels"), ...basemap };
    this.land = baseMap(map, { coarse, fine }, theme, start);
    this.tiles = tiles ? tileLayer(map, tiles, () => this.names.remove()) : null;   // tiles bear names
    this.names = nameLayer(map, names, theme, obstacles, start);
  }

  setTheme(theme) {
    this.land.setTheme(theme);
    this.names.setTheme(theme);
  }

  remove() {
    [this.land, this.tiles, this.names].forEach((part) => part?.remove());
  }
}
