// The line in a record's panel that says which filters leave the record out, and the way back.
import { element } from "./element.js";

/** A line of its own, which speaks once it has something to say. */
export const outsideNote = () => element("p", { class: "atlas-outside", role: "status", hidden: "" });

/**
 * Let it say `words`, or nothing. `reset` drops the filters of the reader, where there are any.
 * @param {HTMLElement} note
 * @param {string} words
 * @param {(() => void) | null} reset
 */
export function sayOutside(note, words, reset) {
  note.hidden = !words;
  if (note.dataset.said === words) return;
  note.dataset.said = words;
  const button = words && reset ? element("button", { type: "button" }, "Show all records") : null;
  button?.addEventListener("click", reset);
  note.replaceChildren(...[words, button && " ", button].filter(Boolean));
}

/** The same as geo/words/notices/reasons.py says, of filters in words. */
export function outsideLine(filters) {
  if (!filters.length) return "";
  const names = filters.map((words) => `“${words}”`);
  const last = names.pop();
  return `This record is outside the filter${names.length ? "s" : ""} ${[names.join(", "), last].filter(Boolean).join(" and ")}.`;
}
