// Sites as GeoJSON features of /api/cells, from columns that have no words: what the canvas needs is there, no name is.
import { tollText } from "../../drawing/words.js";
import { SYMBOLS } from "../../shared.js";
import { HAS_TOLL, NEVER } from "./columns.js";
import { dateOf, dayInWords, endOfMonth, monthInWords } from "./calendar.js";

const TOLL = ["low", "best", "high"];

/** The marks of sites = [{row, site, number}], what killed most first; `site` is null for a record's only one. */
export function bareMarks(columns, sites) {
  const best = ({ row }) => (columns.traits[row] & HAS_TOLL ? columns.killed.best[row] : -1);
  const order = (a, b) => best(b) - best(a) || a.row - b.row || a.number - b.number;
  return sites.sort(order).map((each) => bareMark(columns, each));
}

function bareMark({ first, last, lon, lat, traits, killed: figures, coded, several }, { row, site, number }) {
  const value = (name) => coded[name].values[coded[name].codes[row]];
  const [precision, radius_km] = site === null ? value("site") : several.site.values[several.site.codes[site]];
  const killed = traits[row] & HAS_TOLL ? Object.fromEntries(TOLL.map((part) => [part, figures[part][row]])) : null;
  return {
    type: "Feature",
    geometry: { type: "Point", coordinates: site === null ? [lon[row], lat[row]] : [several.lon[site], several.lat[site]] },
    properties: {
      kind: "incident", id: null, title: null, row, record_type: value("record_type"), place: null, place_line: "",
      date: datesInWords(first[row], last[row]), status: value("status"), status_label: SYMBOLS.status[value("status")].label,
      contested: value("contested"), killed, killed_text: tollText(killed), type_label: value("types").join(", "),
      groups: value("groups"), groups_label: "", site: number, sites: site === null ? 1 : several.sites[several.place[site]],
      site_name: null, precision, precision_text: "", radius_km,
    },
  };
}

// Whole months and years by their names: the columns do not say how exactly a date is known.
function datesInWords(first, last) {
  if (first === NEVER) return "date unknown";
  if (first === last) return dayInWords(first);
  const [year, month, day] = dateOf(first);
  if (day === 1 && month === 1 && last === endOfMonth(year, 12)) return `${year}`;
  if (day === 1 && last === endOfMonth(year, month)) return monthInWords(year, month);
  return `${dayInWords(first)} – ${dayInWords(last)}`;
}
