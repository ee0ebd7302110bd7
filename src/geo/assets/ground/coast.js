// The lines of the coast: those of the land, without the cuts that a map of one world makes.
import { CUT } from "../shared.js";

/** The lines of the coast of land, a GeoJSON Polygon or MultiPolygon, as lists of positions. */
export function coastLines(land) {
  const polygons = land.type === "Polygon" ? [land.coordinates] : land.coordinates;
  return polygons.flat().flatMap((ring) => without(isCut, ring));
}

/**
 * The lines of a ring except for what runs along an edge of the box that it was cut to.
 * @param {number[][]} ring
 * @param {number[]} box
 */
export const withoutEdges = (ring, [west, south, east, north]) =>
  without((a, b) => [west, east].some((lon) => a[0] === lon && b[0] === lon) || [south, north].some((lat) => a[1] === lat && b[1] === lat), ring);

function without(isLeftOut, ring) {
  const lines = [[]];
  ring.forEach((point, i) => {
    if (i && isLeftOut(ring[i - 1], point)) lines.push([]);
    lines[lines.length - 1].push(point);
  });
  return lines.filter((line) => line.length > 1);
}

function isCut(a, b) {
  const [lon, lat] = CUT;
  return (Math.abs(a[0]) > lon && Math.abs(b[0]) > lon) || (a[1] < lat && b[1] < lat);
}
