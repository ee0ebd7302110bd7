// What a reader chose, in the address of a page that no server answers:
// #from=2022-03&group=isis-k&play=moving&color=group&select=RU-2024-03-22-crocus.
import { faultOf } from "../furniture/timeline/dates.js";
import { periodOf } from "../sources/queries.js";

const COLORS = ["status", "group"];
const OWN = ["play", "color", "select"];   // what does not filter

/**
 * {query, play, color, select, fault} of a fragment; `select` is the id of the open record. What the page cannot be asked
 * is said in `fault`, and then nothing is asked; `filters` = [{name}] are those that it has.
 */
export function readFragment(hash, filters = []) {
  const asked = new URLSearchParams(hash.replace(/^#/, ""));
  const [play, color, select] = OWN.map((name) => asked.get(name) || "");
  OWN.forEach((name) => asked.delete(name));
  const query = asked.toString();
  const fault = colorFault(color) || faultIn(asked, filters.map(({ name }) => name));
  return fault ? { query: "", play: "", color: "", select: "", fault } : { query, play, color, select, fault };
}

/** The fragment that reads as this; nothing of nothing. */
export function fragmentOf(query, play, color = "", select = "") {
  const parameters = [query, play && `play=${play}`, color && `color=${color}`, select && `select=${encodeURIComponent(select)}`].filter(Boolean).join("&");
  return parameters && `#${parameters}`;
}

const colorFault = (color) => (!color || COLORS.includes(color) ? "" : `“color” is ${COLORS.join(" or ")}`);

function faultIn(asked, names) {
  const unknown = [...asked.keys()].find((name) => !names.includes(name));
  if (unknown !== undefined) return `“${unknown}” cannot be asked of this page, which knows ${[...names, ...OWN].join(", ")}`;
  return faultOf(periodOf(asked))?.words || "";
}
