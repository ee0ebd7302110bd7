// What became of the collection that a page fetches, where a reader should know: it was refused, or the connection is
// metered, and the reader may have it all the same.
import { megabytes } from "../drawing/words.js";
import { element } from "./element.js";

const LEAST = 1e5;              // bytes below which it is not worth a figure

/** A line that follows a source's status; it is hidden while there is nothing to say. */
export function collectionNote(source) {
  const note = element("p", { class: "atlas-note", role: "status" });
  const follow = (status) => {
    const parts = PARTS[status.state]?.(status, source) || [];
    note.hidden = !parts.length;
    note.replaceChildren(...parts);
  };
  source.onStatus(follow);
  follow(source.status);
  return note;
}

const PARTS = {
  asking: ({ bytes }, source) => ["Each filter asks the server, to save data. ", loadButton(bytes, source)],
  refused: ({ words }) => [words],
};

function loadButton(bytes, source) {
  const button = element("button", { type: "button" }, `Load all records (${inWords(bytes)})`);
  button.addEventListener("click", () => source.bring({ asked: true }));
  return button;
}

const inWords = (bytes) => (bytes < LEAST ? `less than ${megabytes(LEAST)}` : `about ${megabytes(bytes)}`);
