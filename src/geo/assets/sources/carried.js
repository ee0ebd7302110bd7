// What travels within a page, as the layer takes it: the records as a source, the base map as outlines.
// src/geo/exports/carried/content.py writes it.
import { walked } from "../ground/steps.js";
import { OUTLINE_SCALE } from "../shared.js";
import { cellsSource } from "./cells.js";
import { packedSource } from "./packed.js";
import { rowsSource } from "./rows.js";

/**
 * {source, groups, key, basemap, single, hasWords} of what a page carries. `key` is what sizes and colours stand for,
 * `single` tells whether its records are there one by one, `hasWords` whether with their titles. `columns` is a columns file as text, or empty.
 * @returns {{source: any, groups: any[], key: {largest: number, groups: any[], colorBy: string}, basemap: any, single: boolean, hasWords: boolean}}
 */
export const carried = ({ data, details, ground, columns }) => ({
  source: sourceOf(data, details, columns),
  groups: data.groups.map(([value, label, whole]) => ({ value, label, whole })),
  key: data.key,
  basemap: { coarse: outlines(ground.coarse), fine: ground.fine && outlines(ground.fine), names: { ...ground, levels: [] } },
  single: !data.cells,
  hasWords: Boolean(data.columns),
});

function sourceOf(data, details, columns) {
  if (columns) return packedSource(columns);
  return data.cells ? cellsSource(data) : rowsSource({ ...data, details });
}

// Outlines: the first position of a line, then the steps to the next ones.
function outlines({ land, borders, disputed, within }) {
  return {
    within,
    land: { type: "MultiPolygon", coordinates: land.map((rings) => rings.map(line)) },
    borders: { type: "MultiLineString", coordinates: borders.map(line) },
    disputed: { type: "MultiLineString", coordinates: disputed.map(line) },
  };
}

const line = (steps) => walked(steps, OUTLINE_SCALE);
