// The lines of the coast: those of the land, without the cuts that a map of one world makes.
import { CUT } from "../shared.js";

/** The lines of the coast of land, a GeoJSON Polygon or MultiPolygon, as lists of positions. */
export function coastLines(land) {
  const polygons = land.type === "Polygon" ? [land.coordinates] : land.coordinates;
  return polygons.flat().flatMap(withoutCuts);
}

function withoutCuts(ring) {
  const lines = [[]];
  ring.forEach((point, i) => {
    if (i && isCut(ring[i - 1], point)) lines.push([]);
    lines[lines.length - 1].push(point);
  });
  return lines.filter((line) => line.length > 1);
}

function isCut(a, b) {
  const [lon, lat] = CUT;
  return (Math.abs(a[0]) > lon && Math.abs(b[0]) > lon) || (a[1] < lat && b[1] < lat);
}
