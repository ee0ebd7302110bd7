// What a reader chose, in the address of a page that no server answers: #from=2022-03&group=isis-k&play=moving.
import { faultOf } from "../furniture/timeline/dates.js";
import { periodOf } from "../sources/queries.js";

/**
 * {query, play, fault} of a fragment. What the page cannot be asked is said in `fault`, and then nothing is asked;
 * `filters` = [{name}] are those that it has.
 */
export function readFragment(hash, filters = []) {
  const asked = new URLSearchParams(hash.replace(/^#/, ""));
  const play = asked.get("play") || "";
  asked.delete("play");
  const query = asked.toString();
  const fault = faultIn(asked, filters.map(({ name }) => name));
  return fault ? { query: "", play: "", fault } : { query, play, fault };
}

/** The fragment that reads as this; nothing of nothing. */
export function fragmentOf(query, play) {
  const parameters = [query, play && `play=${play}`].filter(Boolean).join("&");
  return parameters && `#${parameters}`;
}

function faultIn(asked, names) {
  const unknown = [...asked.keys()].find((name) => !names.includes(name));
  if (unknown !== undefined) return `“${unknown}” cannot be asked of this page, which knows ${[...names, "play"].join(", ")}`;
  return faultOf(periodOf(asked))?.words || "";
}
