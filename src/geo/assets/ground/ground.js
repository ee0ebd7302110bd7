// What lies under the incidents: land and borders, an outside server's tiles or local streets, and names.
import { baseMap } from "./base_map.js";
import { nameLayer } from "./names.js";
import { CLOSEST_STREETS, Streets } from "./streets.js";
import { tileLayer } from "./tiles.js";

export class Ground {
  /**
   * `options` = {assets, basemap, tiles, streets} of attach, `borders` the view of them; `obstacles()` is what names
   * give way to. Nothing is drawn before `start` resolves.
   */
  constructor(map, { assets, basemap, tiles, streets }, { theme, borders, obstacles, start }) {
    const file = (name) => `${assets}/basemap/${name}.json`;
    const ours = { coarse: file("110m"), fine: file("50m"), near: tiles ? null : file("near"), borders: tiles ? null : file("borders"), names: file("labels") };
    const { names, ...files } = basemap || ours;
    const changed = () => this.names.refresh();
    this.land = baseMap(map, files, { theme, borders, start, changed, closest: streets ? CLOSEST_STREETS : undefined });
    this.tiles = tiles ? tileLayer(map, tiles, () => this.names.remove()) : null;   // tiles bear names
    this.streets = streets ? new Streets(map, streets, assets, theme, changed) : null;
    this.names = nameLayer(map, names, theme, obstacles, start, () => this.land.names(), this.streets);
  }

  setTheme(theme) {
    this.land.setTheme(theme);
    this.streets?.setTheme(theme);
    this.names.setTheme(theme);
  }

  setBorders(view) {
    this.land.setBorders(view);
  }

  remove() {
    [this.land, this.tiles, this.streets, this.names].forEach((part) => part?.remove());
  }
}
