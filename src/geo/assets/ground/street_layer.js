// Streets, water and buildings of a local extract of tiles, drawn over the land where it has them. The names of
// its towns are written with the others; the library writes only names along streets and of waters and quarters.
import { element } from "../furniture/element.js";
import { THEMES } from "../shared.js";
import { paneOf } from "./panes.js";
import { labelRules, paintRules } from "./street_rules.js";

const FIRST = 9;                         // zoom; before it the map of the whole area is ours, with the view of borders that was chosen
const SHARP = 2;                         // pixels of a tile for one of the screen, at least: between two zooms tiles are stretched
const SETTLE = 100;                      // ms between two looks at what is drawn, while tiles come
const STEP = 1;                          // a tile of the extract is drawn on four of the map, one zoom closer
const SIDE = 256;                        // px of a tile of the map
const LICENCE = "https://www.openstreetmap.org/copyright";
const SOURCE = "OpenStreetMap";

export class StreetLayer {
  /**
   * `library` is protomapsL; `options` = {url, bounds: [west, south, east, north], zooms: [least, most], credit}.
   * `whenDrawn` hears when tiles have come.
   */
  constructor(map, library, { url, bounds: [west, south, east, north], zooms: [least, most], credit }, theme, whenDrawn) {
    const pane = "atlas-streets";
    paneOf(map, pane);
    this._map = map;
    this._library = library;
    this._layer = library.leafletLayer({
      url,
      pane,
      bounds: [[south, west], [north, east]],
      minZoom: Math.max(FIRST, least + STEP),
      maxDataZoom: most,                 // the library does not ask the file
      attribution: attributionOf(credit),
      lang: "en",
      devicePixelRatio: Math.max(SHARP, window.devicePixelRatio),
      updateWhenZooming: false,
      ...this._rules(theme),
    });
    this._layer.on("tileload", L.Util.throttle(whenDrawn, SETTLE, null)).addTo(map);
  }

  /** What is drawn now: does it cover a point, and the rows of its towns, as those of towns/*.json; null of nothing. */
  drawn() {
    const tiles = this._tiles();
    if (!tiles.length) return null;
    const zoom = tiles[0].coords.z;
    const keys = new Set(tiles.map(({ coords: { x, y } }) => `${x} ${y}`));
    const covers = (point) => {
      const { x, y } = this._map.project(point, zoom).divideBy(SIDE).floor();
      return keys.has(`${x} ${y}`);
    };
    const parts = new Map(tiles.map((tile) => [tile.key, tile]));
    return { covers, towns: [...parts.values()].flatMap((tile) => this._towns(tile, zoom)).filter(([, , lon, lat]) => covers(L.latLng(lat, lon))) };
  }

  setTheme(name) {
    Object.assign(this._layer, this._rules(name));
    this._layer.clearLayout();
    this._layer.rerenderTiles();
  }

  remove() {
    this._layer.remove();
  }

  _rules(theme) {
    const colors = THEMES[theme];
    return { paintRules: paintRules(this._library, colors), labelRules: labelRules(this._library, colors) };
  }

  // The tiles on the screen that have something, with the data that they were drawn from: the library keeps them.
  _tiles() {
    const layer = this._layer;
    if (layer._tileZoom === undefined) return [];
    const view = layer.views.get("");
    return Object.values(layer._tiles)
      .filter(({ loaded, coords }) => loaded && coords.z === layer._tileZoom)
      .map((tile) => {
        const coords = layer._wrapCoords(tile.coords);   // on whichever copy of the world it is
        const { dataTile: { x, y, z }, scale, origin } = view.dataTileForDisplayTile(coords);
        const key = `${x}:${y}:${z}`;
        return { key, coords, scale, origin, data: view.tileCache.cache.get(key)?.data };
      })
      .filter(({ data }) => data?.size);
  }

  // A tile has names of its neighbours, too.
  _towns({ data, scale, origin }, zoom) {
    const side = SIDE << STEP;
    return (data.get("places") || [])
      .map(({ props, geom: [[{ x, y }]] }) => ({ props, x, y }))
      .filter(({ props, x, y }) => props.kind === "locality" && textOf(props) && Math.min(x, y) >= 0 && Math.max(x, y) < side)
      .map(({ props, x, y }) => {
        const { lat, lng } = this._map.unproject([x * scale + origin.x, y * scale + origin.y], zoom);
        return row(props, lng, lat);
      });
  }
}

const text = (value) => (typeof value === "string" ? value : "");
const textOf = (props) => text(props["name:en"]) || text(props.name);

// name, local name, lon, lat, rank, and whether it is a capital
function row(props, lon, lat) {
  const [name, local] = [textOf(props), text(props.name)];
  const zoom = Number(props.min_zoom);
  return [name, local === name ? "" : local, lon, lat, Number.isFinite(zoom) ? zoom : 0, props.capital === "yes"];
}

// Leaflet takes an attribution as HTML: the words are text, and the first name of the source is a link of ours.
function attributionOf(credit) {
  const [before, ...after] = credit.split(SOURCE);
  const link = element("a", { href: LICENCE, target: "_blank", rel: "noopener noreferrer" }, SOURCE);
  return element("span", {}, before, link, after.join(SOURCE)).innerHTML;
}
