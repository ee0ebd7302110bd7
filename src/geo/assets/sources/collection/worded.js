// Rows with their words: src/geo/exports/carried/columns.py writes them as columns of JSON.
import { POSITION_SCALE } from "../../shared.js";
import { dayInWords } from "./calendar.js";

/** The rows of columns, in their order. */
export function decoded(columns) {
  const lists = Object.fromEntries(Object.entries(columns).filter(([, column]) => column.codes).map(([name, column]) => [name, spread(column)]));
  const ofRecords = Object.keys(lists).filter((name) => name !== "site");
  let day = 0;
  let at = 0;
  return columns.id.map((rest, i) => {
    day += columns.day[i];
    const isDated = columns.days[i] !== null;
    const row = { id: columns.prefix + rest, first: isDated ? day : NaN, last: isDated ? day + columns.days[i] : NaN, sites: [] };  // no day is compared with NaN
    for (const name of ofRecords) row[name] = lists[name][i];
    row.date = lists.date[i] || dayInWords(day);
    row.line = row.place[2] || row.place[0];
    for (const end = at + columns.sites[i]; at < end; at++) row.sites.push(siteOf(row, columns.lon[at] / POSITION_SCALE, columns.lat[at] / POSITION_SCALE, lists.site[at]));
    return row;
  });
}

const spread = ({ values, codes }) => codes.map((code) => values[code]);

const siteOf = (row, lon, lat, [name, precision, text, radius, drawn]) =>
  ({ row, number: row.sites.length, lon, lat, name, precision, text, radius, drawn });
