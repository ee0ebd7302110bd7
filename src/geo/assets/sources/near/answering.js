// One collection, and the questions that it is asked: the same code in a worker and on the page's own thread.
import { writeNumbers } from "../../drawing/words.js";
import { collectionOf } from "../collection/collection.js";
import { unpacked } from "../collection/file.js";
import { rowsSource } from "../rows.js";

export class Answering {
  constructor() {
    this._collection = null;
  }

  /** The answer to a question: "open" takes what the collection is made of and how numbers are written, every other kind is a method of it. */
  async answer(kind, args) {
    return kind === "open" ? this._open(...args) : this._collection[kind](...args);
  }

  _open(content, format) {
    writeNumbers(format);
    this._collection = content instanceof ArrayBuffer ? collectionOf(unpacked(content)) : rowsSource({ ...content, details: null });
    return { filters: this._collection.filters };
  }
}
