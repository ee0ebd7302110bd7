// The world that a map shows: it goes around, and shows no place twice.
import { TILE_PX } from "../shared.js";

const SOUTHMOST = -85;          // degrees
const NORTHMOST = 89;           // degrees; beyond the land, or a tall map of the world would show ice in the south instead

const yOf = (lat) => L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, 0), 0).y / TILE_PX;

/** The northern edge in shares of the world's width, from 85° N southwards. */
export const TOP = 0.5 - Math.log(Math.tan(((45 + NORTHMOST / 2) * Math.PI) / 180)) / (2 * Math.PI);

const PROJECTION = { ...L.Projection.SphericalMercator, MAX_LATITUDE: NORTHMOST };
const HEIGHT = yOf(SOUTHMOST) - TOP;     // of the map, in shares of its width

/** Let a map's view leave the world neither in the north nor in the south, and not show more than one world; returns how to stop that. */
export function keepInWorld(map) {
  Object.assign(map.options, { crs: { ...L.CRS.EPSG3857, projection: PROJECTION }, worldCopyJump: false, maxBoundsViscosity: 1 });
  map.setMaxBounds([[SOUTHMOST, -Infinity], [NORTHMOST, Infinity]]);
  const fit = () => {
    const { x, y } = map.getSize();
    const least = Math.log2(Math.max(x, y / HEIGHT, TILE_PX) / TILE_PX);
    map.options.minZoom = least;           // what setMinZoom does, except that it would fly there
    if (map.getZoom() < least) map.setView(map.getCenter(), least, { animate: false });
    map.fire("zoomlevelschange");
  };
  map.on("resize", fit);
  fit();
  return () => map.off("resize", fit);
}
