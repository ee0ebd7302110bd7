// Sites as GeoJSON features of /api/cells, from columns that have no words: what the canvas needs is there, no name is.
import { tollText } from "../../drawing/words.js";
import { SYMBOLS } from "../../shared.js";
import { HAS_TOLL, NEVER } from "./columns.js";
import { daysInWords } from "./calendar.js";

const NO_DATE = "date unknown";
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
      date: first[row] === NEVER ? NO_DATE : daysInWords(first[row], last[row]), status: value("status"), status_label: SYMBOLS.status[value("status")].label,
      contested: value("contested"), killed, killed_text: tollText(killed), type_label: value("types").join(", "),
      groups: value("groups"), groups_label: "", site: number, sites: site === null ? 1 : several.sites[several.place[site]],
      site_name: null, precision, precision_text: "", radius_km,
    },
  };
}
