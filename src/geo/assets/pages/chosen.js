// What a reader of a page with its own data chose, in words.
import { datesInWords } from "../furniture/timeline/words.js";
import { outsideLine } from "../furniture/outside.js";
import { SYMBOLS } from "../shared.js";
import { partsOf, periodOf } from "../sources/queries.js";

/** A query in words: its period, group and status; `groups` are those of the page. */
export function chosenWords(query, groups) {
  const asked = new URLSearchParams(query);
  const group = groups.find(({ value }) => value === asked.get("group"));
  const status = SYMBOLS.status[asked.get("status") || (asked.get("record") && "context")];
  return [datesInWords(periodOf(asked.toString())), group?.label, status?.label].filter(Boolean).join(", ");
}

/** What the panel of a page with its own data says of a record that its reader's filters leave out, and the way back. */
export const aroundPanel = ({ find }, groups, reading) => ({
  query: () => reading()?.query || "",
  outside: (_, id) => outsideLine(excluding(find, reading()?.query || "", id).map((part) => chosenWords(part, groups))),
  reset: () => reading()?.query && (() => reading().ask("")),
});

function excluding(find, query, id) {
  const has = (asked) => find(asked).some((row) => row.id === id);
  return query && !has(query) ? partsOf(query).filter((part) => !has(part)) : [];
}
