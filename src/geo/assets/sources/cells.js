// A source without a server and without records: how many there are in each cell of a few zoom levels.
// src/geo/exports/carried/cells.py writes them.
import { CELL_SCALE } from "../shared.js";
import { isInside } from "./bounds.js";
import { cellBounds } from "./grid.js";

const TOLL = ["low", "best", "high"];

/** The source of {cells: {levels, numberMatched, unplaced}}. It knows no filter and lists no records. */
export function cellsSource({ cells: { levels, numberMatched, unplaced } }) {
  const zooms = Object.keys(levels).map(Number);
  const drawn = numberMatched - unplaced.country - unplaced.none;
  const features = new Map();
  const level = (zoom) => Math.max(zooms[0], ...zooms.filter((each) => each <= zoom));
  const featuresOf = (zoom) => features.get(zoom) || features.set(zoom, gathered(levels[zoom], zoom)).get(zoom);
  return {
    async cells(_query, bounds, zoom) {
      const shown = featuresOf(level(zoom)).filter(({ geometry }) => isInside(geometry.coordinates, bounds));
      // A record with sites in several cells counts in each.
      const inView = shown.reduce((sum, { properties }) => sum + properties.count, 0);
      return {
        type: "FeatureCollection", kind: "cells", numberMatched, numberInView: Math.min(inView, drawn), numberReturned: shown.length,
        legend: { status: {}, group: {} }, unplaced, features: shown,
      };
    },
  };
}

function gathered({ cell, lon, lat, count, killed, status }, zoom) {
  return cell.map((number, i) => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [lon[i] / CELL_SCALE, lat[i] / CELL_SCALE] },
    properties: {
      kind: "cell", count: count[i], killed: toll(killed.values[killed.codes[i]]),
      status: Object.fromEntries(status.values[status.codes[i]]), bounds: cellBounds(number, zoom),
    },
  }));
}

const toll = (parts) => (parts[1] == null ? null : Object.fromEntries(TOLL.map((part, i) => [part, parts[i]])));
