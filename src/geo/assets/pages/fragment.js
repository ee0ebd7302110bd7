// What a reader chose, in the address of a page that no server answers: #from=2022-03&group=isis-k&play=moving&color=group.
import { faultOf } from "../furniture/timeline/dates.js";
import { periodOf } from "../sources/queries.js";

const COLORS = ["status", "group"];

/**
 * {query, play, color, fault} of a fragment. What the page cannot be asked is said in `fault`, and then nothing is asked;
 * `filters` = [{name}] are those that it has.
 */
export function readFragment(hash, filters = []) {
  const asked = new URLSearchParams(hash.replace(/^#/, ""));
  const play = asked.get("play") || "";
  const color = asked.get("color") || "";
  ["play", "color"].forEach((name) => asked.delete(name));
  const query = asked.toString();
  const fault = colorFault(color) || faultIn(asked, filters.map(({ name }) => name));
  return fault ? { query: "", play: "", color: "", fault } : { query, play, color, fault };
}

/** The fragment that reads as this; nothing of nothing. */
export function fragmentOf(query, play, color = "") {
  const parameters = [query, play && `play=${play}`, color && `color=${color}`].filter(Boolean).join("&");
  return parameters && `#${parameters}`;
}

const colorFault = (color) => (!color || COLORS.includes(color) ? "" : `“color” is ${COLORS.join(" or ")}`);

function faultIn(asked, names) {
  const unknown = [...asked.keys()].find((name) => !names.includes(name));
  if (unknown !== undefined) return `“${unknown}” cannot be asked of this page, which knows ${[...names, "play", "color"].join(", ")}`;
  return faultOf(periodOf(asked))?.words || "";
}
