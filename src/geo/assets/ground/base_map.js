// Land, coast and borders under the incidents, from our own files: no tile server learns who reads what.
import { BORDER, COAST, DASHES, THEMES, TILE_PX } from "../shared.js";
import { boundsOfMap, contains } from "../sources/bounds.js";
import { asset } from "../sources/http.js";
import { coastLines } from "./coast.js";
import { paneOf } from "./panes.js";

const FINE_FROM = 4;            // zoom from which the finer outlines are worth their size
const RETRY = 5000;             // ms until outlines that did not come are asked for again
const CLOSEST = 14;             // zoom; the outlines say nothing more beyond it
const PADDING = 0.5;            // share of the view that is drawn beyond its edge, so that a drag shows land
const WORLD = [[-85, -190], [85, 190]];   // lat, lon; one world, with a margin so that its edges can be centred

/**
 * Draw the base map, as soon as `start` resolves; `files` = {coarse, fine}: addresses, or what is there, and
 * `within` which bounds. Returns {ready, isShown, setTheme, drawNow, remove}.
 */
export function baseMap(map, files, theme, start) {
  paneOf(map, "atlas-land");
  const renderer = L.canvas({ pane: "atlas-land", padding: PADDING });
  const levels = {};            // name → layer group, once loaded
  let colors = THEMES[theme];
  let shown = null;
  let again = 0;
  let gone = false;

  keepOneWorld(map);
  map.attributionControl?.setPrefix("Leaflet").addAttribution("Natural Earth");
  map.on("moveend", show);
  const ready = show();

  // The new outlines are added before the old ones go, in one frame: the map is never blank.
  async function show() {
    const name = wanted();
    levels[name] = levels[name] || load(files[name]);
    const layer = await levels[name].catch(() => forget(name));
    await start;
    if (gone || !layer || layer === shown) return;
    if (shown && name !== wanted()) return;   // it came late
    layer.setStyle((feature) => styles(colors)[feature.properties.part]);
    layer.addTo(map);
    if (shown) shown.remove();
    shown = layer;
  }

  function wanted() {
    return map.getZoom() >= FINE_FROM && files.fine && reaches(files.fine) ? "fine" : "coarse";
  }

  function reaches({ within }) {
    return !within || contains(within, boundsOfMap(map));
  }

  function forget(name) {
    delete levels[name];
    clearTimeout(again);
    if (!gone) again = setTimeout(show, RETRY);
  }

  async function load(file) {
    return outlines(await asset(file), renderer);
  }

  return {
    ready,
    isShown: () => Boolean(shown),
    setTheme(name) {
      colors = THEMES[name];
      if (shown) shown.setStyle((feature) => styles(colors)[feature.properties.part]);
    },
    drawNow: () => shown && renderer._redraw(),   // Leaflet itself waits for the next frame
    remove() {
      gone = true;
      map.off("moveend", show);
      clearTimeout(again);
      if (shown) shown.remove();
    },
  };
}

// Without copies of the world a mark has one place on the screen; the view cannot leave the world.
function keepOneWorld(map) {
  map.options.worldCopyJump = false;
  map.options.maxBoundsViscosity = 1;
  map.setMaxBounds(WORLD);
  map.setMaxZoom(Math.min(map.getMaxZoom(), CLOSEST));
  const fit = () => map.setMinZoom(Math.max(1, Math.floor(Math.log2(Math.max(map.getSize().x, 1) / TILE_PX))));
  map.on("resize", fit);
  fit();
}

// A disputed line is a feature of its own: drawn from its end, so that a drag does not move its dashes,
// and only where it touches the view.
function outlines({ land, borders, disputed }, renderer) {
  const lines = (coordinates) => ({ type: "MultiLineString", coordinates });
  const parts = [["land", land], ["coast", lines(coastLines(land))], ["borders", borders]]
    .concat(disputed.coordinates.map((line) => ["disputed", lines([line])]));
  /** @type {any[]} */
  const features = parts.map(([part, geometry]) => ({ type: "Feature", properties: { part }, geometry }));
  return L.geoJSON(features, /** @type {any} */ ({ renderer, interactive: false, smoothFactor: 0.8 }));
}

const styles = (colors) => ({
  land: { stroke: false, fillColor: colors.land, fillOpacity: 1 },
  coast: { color: colors.line, weight: COAST, fill: false },
  borders: { color: colors.line, weight: BORDER, fill: false },
  disputed: { color: colors.line, weight: BORDER, fill: false, dashArray: DASHES.join(" "), noClip: true },
});
