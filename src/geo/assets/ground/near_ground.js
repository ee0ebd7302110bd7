// What the ground shows where the map is near: the fine coast, lakes, rivers and the lines of provinces. It lies over
// the coarser land and under the borders.
import { COAST, REGION_LINE, SHORE, THEMES } from "../shared.js";
import { NearCells } from "./near_cells.js";
import { shapesOf } from "./near_shapes.js";

const ORDER = ["sea", "land", "coast", "lakes", "shores", "rivers", "regions"];   // from below

/**
 * Draw the cells in view with a renderer, once `start` resolves; `url` is that of near.json. `changed` is called when
 * others are drawn than before. Returns {raise, names, drawn, setTheme, remove}.
 */
export function nearGround(map, url, theme, start, renderer, changed) {
  const cells = new NearCells(url, (content, box, east) => ({
    names: content.names || [],
    shapes: shapesOf(content, box).map((shape) => asLayer(shape, east)),
  }));
  let drawn = [];
  let shapes = [];
  let colors = THEMES[theme];
  let turn = 0;

  let last = show();

  map.on("moveend", follow);

  function follow() {
    last = show();
  }

  async function show() {
    const mine = ++turn;
    const found = await cells.inView(map);
    await start;
    if (mine === turn && (found.length || drawn.length)) draw(found);
  }

  // New shapes are added before old ones go, in one frame: the map is never blank.
  function draw(found) {
    const before = shapes;
    drawn = found;
    shapes = found.flatMap((cell) => cell.shapes.filter(({ from = 0 }) => from <= map.getZoom()));
    if (shapes.length === before.length && shapes.every((shape, i) => shape === before[i])) return;
    shapes.filter((shape) => !before.includes(shape)).forEach((shape) => styled(shape).addTo(map));
    before.filter((shape) => !shapes.includes(shape)).forEach(({ layer }) => layer.remove());
    changed();
  }

  /**
   * @param {import("./near_shapes.js").Shape} shape
   * @param {number} east
   */
  function asLayer({ polygons, lines, ...shape }, east) {
    const options = { renderer, interactive: false, smoothFactor: 0.8 };
    const points = (coordinates, depth) => L.GeoJSON.coordsToLatLngs(coordinates, depth, ([lon, lat]) => L.latLng(lat, lon + east));
    return { ...shape, layer: polygons ? L.polygon(points(polygons, 2), options) : L.polyline(points(lines, 1), options) };
  }

  const styled = ({ kind, width, layer }) => layer.setStyle(styles(colors, width)[kind]);

  return {
    /** Resolves once the view is drawn. */
    drawn: () => last,
    /** Lift what is drawn over all that was drawn before. */
    raise: () => ORDER.forEach((kind) => shapes.filter((shape) => shape.kind === kind).forEach(({ layer }) => layer.bringToFront())),
    /** The rows of names of the cells that are drawn, a list for each cell. */
    names: () => drawn.map(({ names }) => names),
    setTheme(name) {
      colors = THEMES[name];
      shapes.forEach(styled);
    },
    remove() {
      turn = -1;
      map.off("moveend", follow);
      shapes.forEach(({ layer }) => layer.remove());
    },
  };
}

function styles(colors, width) {
  const area = (fillColor) => ({ stroke: false, fill: true, fillColor, fillOpacity: 1 });
  const line = (color, weight) => ({ color, weight, fill: false });
  return {
    sea: area(colors.water),
    land: area(colors.land),
    coast: line(colors.line, COAST),
    lakes: area(colors.water),
    shores: line(colors.line, SHORE),
    rivers: line(colors.river, width),
    regions: line(colors.region, REGION_LINE),
  };
}
