// What a reader of a page with its own data chose, in words.
import { datesInWords } from "../furniture/timeline/words.js";
import { outsideLine } from "../furniture/outside.js";
import { SYMBOLS } from "../shared.js";
import { partsOf, periodOf } from "../sources/queries.js";

/** The filters of a query, each with its value in words: period, group, status, record; `groups` are those of the page. */
export function chosenIn(query, groups) {
  const asked = new URLSearchParams(query);
  const group = groups.find(({ value }) => value === asked.get("group"));
  const status = SYMBOLS.status[asked.get("status")];
  const record = asked.get("record") && "Context records";   // the row of the legend
  const chosen = { period: datesInWords(periodOf(query)), group: group?.label, status: status?.label, record };
  return Object.entries(chosen).filter(([, label]) => label);
}

/** The same in a line. */
export const chosenWords = (query, groups) => chosenIn(query, groups).map(([, label]) => label).join(", ");

/** What the panel of a page with its own data says of a record that its reader's filters leave out, and the way back. */
export const aroundPanel = (source, groups, reading) => ({
  query: () => reading()?.query || "",
  outside: (_, id) => outsideLine(excluding(source, reading()?.query || "", id).map((part) => chosenWords(part, groups))),
  reset: () => reading()?.query && (() => reading().ask("")),
});

function excluding(source, query, id) {
  const has = (asked) => source.find(asked).some((row) => row.id === id);
  return query && !has(query) ? partsOf(query).filter((part) => !has(part)) : [];
}
