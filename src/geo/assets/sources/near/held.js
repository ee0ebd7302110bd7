// The collections that a page holds, each of one query: what became of them, and what they answer.
import { numberFormat } from "../../drawing/words.js";
import { beyond } from "./narrowing.js";
import { OwnPlace, placeFor } from "./places.js";
import { Questions } from "./questions.js";

const KEPT = 2;                 // collections: a reader goes to and fro between a few
const SMALL = 5e6;              // bytes of columns that answer in 2 ms: a worker's answer would come a frame later

/** @typedef {{state: string, bytes?: number, words?: string}} Status */

/** @type {Status} */
export const SERVER = { state: "server" };

/** One collection: that of the records which `base` finds. */
export class Held {
  constructor(base) {
    this.base = base;
    this.status = SERVER;
    this.coming = null;                    // the promise of its arrival
    this.filters = null;                   // once it is here
    this.hasWords = false;
    this._place = null;
    this._stopped = new AbortController();
  }

  /** Is aborted once the collection is given up. */
  get signal() {
    return this._stopped.signal;
  }

  /**
   * Take over what has arrived: rows with their words and few columns here, many columns in a worker. Throws an Error
   * with a sentence where it is not what it should be; `onFault(error)` hears of a worker that breaks later.
   */
  async open(content, onFault) {
    const isPacked = content instanceof ArrayBuffer;
    const place = isPacked && content.byteLength > SMALL ? await placeFor(onFault) : new OwnPlace();
    const { filters } = await place.send("open", [content, numberFormat()], isPacked ? [content] : []).catch((error) => {
      place.stop();
      throw error;
    });
    if (this.signal.aborted) return place.stop();
    this._place = place;
    this._questions = new Questions((kind, args) => place.send(kind, args));
    this.hasWords = !isPacked;
    this.filters = filters;
  }

  /** The part of a query that is left to ask of this collection, or null where it does not hold all that is asked. */
  rest(query) {
    return this.filters && beyond(this.filters, this.base, query);
  }

  ask(kind, args, signal) {
    return this._questions.ask(kind, args, signal);
  }

  stop() {
    this.filters = null;
    this._stopped.abort();
    this._place?.stop();
  }
}

/** The last collections, by their queries. */
export class Collections {
  constructor() {
    /** @type {Map<string, Held>} */
    this._all = new Map();
  }

  get(base) {
    return this._all.get(base);
  }

  /** The collection of a query, begun where there is none; the one that was used longest ago is given up. */
  take(base) {
    const held = this._all.get(base) || new Held(base);
    this._all.delete(base);
    this._all.set(base, held);
    if (this._all.size > KEPT) this._drop(this._all.keys().next().value);
    return held;
  }

  clear() {
    [...this._all.keys()].forEach((base) => this._drop(base));
  }

  _drop(base) {
    this._all.get(base).stop();
    this._all.delete(base);
  }
}
