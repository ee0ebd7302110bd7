// Rows as GeoJSON features, of the form that the server gives them.
import { isoDay } from "./collection/calendar.js";

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

const point = (lon, lat, properties) => ({ type: "Feature", geometry: { type: "Point", coordinates: [lon, lat] }, properties });
