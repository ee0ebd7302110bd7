// Rows as GeoJSON features, of the form that the server gives them.
import { isoDay } from "./collection/calendar.js";
import { counted, sums } from "./counts.js";
import { cellBounds, coarser, finestCell, numberOf } from "./grid.js";

const TOLL = ["low", "best", "high"];

/** The order of marks: what killed most comes first. */
export const bySize = (a, b) => a.row.rank - b.row.rank || a.number - b.number;

const figures = (toll) => (toll[1] == null ? null : Object.fromEntries(TOLL.map((part, i) => [part, toll[i]])));

/** A site as a feature of /api/cells. */
export function markFeature({ row, number: site, lon, lat, name, precision, text, radius }) {
  const [record_type, , type_label] = row.type;
  const [status, status_label, contested] = row.status;
  const [groups, groups_label] = row.group;
  return point(lon, lat, {
    kind: "incident", id: row.id, title: row.title, record_type, place: row.place[0], place_line: row.line, date: row.date,
    status, status_label, contested, killed: figures(row.killed), killed_text: row.killed[3], type_label, groups, groups_label,
    site, sites: row.sites.length, site_name: name, precision, precision_text: text, radius_km: radius,
  });
}

/** A row as a feature of /api/incidents, as far as a list needs it. */
export function listFeature(row) {
  const positions = row.sites.map(({ lon, lat }) => [lon, lat]);
  const geometry = positions.length > 1 ? { type: "MultiPoint", coordinates: positions } : positions.length ? { type: "Point", coordinates: positions[0] } : null;
  const [code, label, contested] = row.status;
  return {
    type: "Feature", id: row.id, geometry,
    properties: {
      id: row.id, title: row.title, record_type: row.type[0], date: Number.isNaN(row.first) ? {} : { start: isoDay(row.first) },
      place: { name: row.place[0], country: row.place[1] }, status: { code, label, contested },
    },
  };
}

/** The cells of sites. A record with several sites counts once in a cell, in the middle of them. */
export function cellFeatures(sites, zoom) {
  const cells = new Map();
  for (const site of sites) {
    site.cell = site.cell || finestCell(site.lon, site.lat);
    const key = numberOf(coarser(site.cell, zoom), zoom);
    if (!cells.has(key)) cells.set(key, new Map());
    const rows = cells.get(key);
    if (rows.has(site.row)) rows.get(site.row).push(site);   // most have one
    else rows.set(site.row, [site]);
  }
  return [...cells].sort(([a], [b]) => a - b).map(([key, rows]) => cellFeature(rows, cellBounds(key, zoom)));
}

function cellFeature(rows, bounds) {
  const middles = [...rows.values()].map((sites) => [mean(sites, "lon"), mean(sites, "lat")]);
  const records = [...rows.keys()];
  const [lon, lat] = [0, 1].map((i) => middles.reduce((sum, middle) => sum + middle[i], 0) / middles.length);
  return point(lon, lat, {
    kind: "cell", count: records.length, killed: figures(sums(records, "killed")),
    status: counted(records, (row) => [row.status[0]]), bounds,
  });
}

const point = (lon, lat, properties) => ({ type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties });

const mean = (sites, side) => sites.reduce((sum, site) => sum + site[side], 0) / sites.length;
