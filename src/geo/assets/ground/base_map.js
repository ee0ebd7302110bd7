// Land, coast and borders under the incidents, from our own files: no tile server learns who reads what.
import { BORDER, COAST, DASHES, FINEST_FROM, NEAR_SCALE, THEMES } from "../shared.js";
import { boundsInView, boundsOfMap, contains } from "../sources/bounds.js";
import { asset } from "../sources/http.js";
import { TURN, turnsIn } from "../sources/turns.js";
import { coastLines } from "./coast.js";
import { nearGround } from "./near_ground.js";
import { paneOf } from "./panes.js";
import { walked } from "./steps.js";
import { keepInWorld } from "./world.js";

const FINE_FROM = 4;            // zoom from which the finer outlines are worth their size
const RETRY = 5000;             // ms until outlines that did not come are asked for again
const CLOSEST = 14;             // zoom; the outlines say nothing more beyond it
const PADDING = 0.5;            // share of the view that is drawn beyond its edge, so that a drag shows land
const SOURCE = "Natural Earth";
const OVER = ["borders", "disputed"];   // the parts that lie over the near ground

/**
 * Draw the base map, as soon as `start` resolves; `files` = {coarse, fine}: addresses, or what is there, and
 * `within` which bounds; `near` and `borders` are the addresses of near.json and borders.json, or null. The view goes
 * up to the zoom `closest`; `borders` is the view of the borders. `changed` is called when other cells of the near
 * ground are drawn. Returns {ready, isShown, nearDrawn, names, setTheme, setBorders, drawNow, remove}.
 */
export function baseMap(map, files, { theme, borders: view, start, changed, closest = CLOSEST }) {
  paneOf(map, "atlas-land");
  const renderer = L.canvas({ pane: "atlas-land", padding: PADDING });
  const levels = {};            // name → Copies, once loaded
  let colors = THEMES[theme];
  let borders = view;
  let shown = null;
  let refined = Promise.resolve();
  let finest = null;            // the finest borders, while they are drawn in place of the others
  let again = 0;
  let gone = false;
  const near = files.near && nearGround(map, files.near, theme, start, renderer, () => {
    stack();
    changed();
  });

  const letOut = keepInWorld(map);
  map.setMaxZoom(Math.min(map.getMaxZoom(), closest));
  map.attributionControl?.setPrefix("Leaflet").addAttribution(SOURCE);
  map.on("moveend", follow);
  map.on("move", cover);
  const ready = follow();

  function follow() {
    refined = refine();
    return show();
  }

  // The new outlines are added before the old ones go, in one frame: the map is never blank.
  async function show() {
    const name = wanted();
    levels[name] = levels[name] || load(files[name]);
    const layer = await levels[name].catch(() => forget(name));
    await start;
    if (gone || !layer || layer === shown) return;
    if (shown && name !== wanted()) return;   // it came late
    restyle(layer);
    layer.cover(map);
    layer.addTo(map);
    if (shown) shown.remove();
    shown = layer;
    stack();
  }

  // Borders change in one frame too.
  async function refine() {
    if (isNear()) levels.finest = levels.finest || load(files.borders);
    const layer = await levels.finest?.catch(() => forget("finest"));
    await start;
    const next = (isNear() && layer) || null;
    if (gone || next === finest) return;
    finest?.remove();
    finest = next;
    [shown, finest].forEach(restyle);
    finest?.cover(map);
    finest?.addTo(map);
    stack();
  }

  function isNear() {
    return Boolean(files.borders) && map.getZoom() >= FINEST_FROM;
  }

  // Land, what shows where the map is near, borders.
  function stack() {
    near?.raise();
    (finest || shown)?.raise(OVER);
  }

  function cover() {
    const missed = [shown, finest].filter((layer) => layer?.cover(map));
    if (missed.length) stack();
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
    if (!gone) again = setTimeout(follow, RETRY);
  }

  function restyle(layer) {
    const looks = styles(colors);
    const without = finest && layer !== finest ? OVER : [];
    layer?.setLook(({ properties: { part, view } }) => ((view && view !== borders) || without.includes(part) ? HIDDEN : looks[part]));
  }

  async function load(file) {
    const content = await asset(file);
    return new Copies(featuresOf(content.land ? content : unpacked(content)), renderer);
  }

  return {
    ready,
    isShown: () => Boolean(shown),
    nearDrawn: () => Promise.all([near?.drawn(), refined]),
    /** The rows of names of the near ground, a list for each cell. */
    names: () => near?.names() || [],
    setTheme(name) {
      colors = THEMES[name];
      near?.setTheme(name);
      [shown, finest].forEach(restyle);
    },
    setBorders(name) {
      borders = name;
      [shown, finest].forEach(restyle);
    },
    drawNow: () => shown && renderer._redraw(),   // Leaflet itself waits for the next frame
    remove() {
      gone = true;
      map.off("moveend", follow);
      map.off("move", cover);
      clearTimeout(again);
      letOut();
      near?.remove();
      [shown, finest].forEach((layer) => layer?.remove());
      renderer.remove();
      map.attributionControl?.removeAttribution(SOURCE);
    },
  };
}

/** The outlines, drawn again on each copy of the world that is in view. */
class Copies extends L.FeatureGroup {
  constructor(features, renderer) {
    super();
    this._features = features;
    this._renderer = renderer;
    this._turns = new Map();
    this._look = null;
  }

  setLook(look) {
    this._look = look;
    this._turns.forEach((copy) => copy.setStyle(look));
  }

  /** Draw what is missing, and tell whether anything was. */
  cover(map) {
    const [west, , east] = boundsInView(map);
    const wanted = turnsIn(west, east);
    const missing = wanted.filter((turn) => !this._turns.has(turn));
    for (const turn of missing) this.addLayer(this._copyOf(turn));
    for (const [turn, copy] of this._turns) if (!wanted.includes(turn)) this._drop(turn, copy);
    return missing.length > 0;
  }

  /** Lift some parts over all that was drawn before. */
  raise(parts) {
    this._turns.forEach((copy) => copy.eachLayer((/** @type {any} */ each) => parts.includes(each.feature.properties.part) && each.bringToFront()));
  }

  _copyOf(turn) {
    const copy = L.geoJSON(this._features, /** @type {any} */ ({
      renderer: this._renderer,
      interactive: false,
      smoothFactor: 0.8,
      style: this._look,
      coordsToLatLng: ([lon, lat]) => L.latLng(lat, lon + turn * TURN),
    }));
    this._turns.set(turn, copy);
    return copy;
  }

  _drop(turn, copy) {
    this._turns.delete(turn);
    this.removeLayer(copy);
  }
}

// A disputed line is a feature of its own: drawn from its end, so that a drag does not move its dashes,
// and only where it touches the view. Those that only one view of the borders has bear its name.
function featuresOf({ land, borders, disputed, views = {} }) {
  const feature = (part, geometry, view = "") => ({ type: "Feature", properties: { part, view }, geometry });
  const dashed = ({ coordinates }, view = "") => coordinates.map((line) => feature("disputed", { type: "LineString", coordinates: line }, view));
  const ground = () => [feature("land", land), feature("coast", { type: "MultiLineString", coordinates: coastLines(land) })];
  return /** @type {any[]} */ ([
    ...(land ? ground() : []),
    feature("borders", borders),
    ...dashed(disputed),
    ...Object.entries(views).flatMap(([view, lines]) => dashed(lines, view)),
  ]);
}

// The lines of borders.json, which are whole steps.
function unpacked({ borders, disputed, views }) {
  const lines = (packed) => ({ type: "MultiLineString", coordinates: packed.map((steps) => walked(steps, NEAR_SCALE)) });
  const ofViews = Object.entries(views).map(([view, packed]) => [view, lines(packed)]);
  return { borders: lines(borders), disputed: lines(disputed), views: Object.fromEntries(ofViews) };
}

const HIDDEN = { stroke: false, fill: false };
const styles = (colors) => ({
  land: { stroke: false, fillColor: colors.land, fillOpacity: 1 },
  coast: { color: colors.line, weight: COAST, fill: false },
  borders: { stroke: true, color: colors.line, weight: BORDER, fill: false },
  disputed: { stroke: true, color: colors.line, weight: BORDER, fill: false, dashArray: DASHES.join(" "), noClip: true },
});
