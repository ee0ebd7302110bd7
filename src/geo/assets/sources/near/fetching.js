// Fetches the collections that a page holds, and tells what became of that of the last query.
import { number } from "../../drawing/words.js";
import { COLLECTION_RECORDS } from "../../shared.js";
import { WORLD, WORLD_ZOOM } from "../bounds.js";
import { without } from "../queries.js";
import { Collections, SERVER } from "./held.js";
import { isMetered } from "./metered.js";

const WITH_WORDS = 2000;                 // records that come with titles and ids
const [OF_ROW, OF_COLUMNS] = [60, 6];    // bytes that a record takes on its way, about: with its words, and as numbers
const STILL = 500;                       // ms without another question until the collection of a new query is fetched

export class Fetching {
  /**
   * `start` is the query until another one is followed; `baseOf(query)` that of the collection which a query narrows;
   * `limit` and `records` as in near.js.
   * @param {any} http
   * @param {{start?: string, baseOf: (query: string) => string, limit?: number, records?: () => number | undefined}} options
   */
  constructor(http, { start = "", baseOf, limit = COLLECTION_RECORDS, records = () => undefined }) {
    this._http = http;
    this._baseOf = baseOf;
    this._limit = limit;
    this._records = records;
    this._collections = new Collections();
    this._matched = new Map();             // base → how many records it finds, where the server has said so
    this._listeners = new Set();
    this._isWanted = false;
    this._isAsked = false;
    this.query = start;                    // the last one
  }

  /**
   * What became of the collection of the last query: {state, bytes?, words?}. "server": it has not been fetched;
   * "coming"; "here"; "asking": the connection is metered, `bytes` would come, and bring(true) fetches them; "refused":
   * `words` say why, and the server goes on answering.
   */
  get status() {
    return this.collectionOf(this.query)?.status || SERVER;
  }

  onStatus(call) {
    this._listeners.add(call);
    return () => this._listeners.delete(call);
  }

  /** The collection that a query narrows, if it has been begun. */
  collectionOf(query) {
    return this._collections.get(this._baseOf(query));
  }

  /**
   * Fetch the collection of the last query, and from now on that of every other one.
   * @param {boolean} isAsked the reader wants it on a metered connection too
   */
  bring(isAsked) {
    this._isWanted = true;
    this._isAsked ||= isAsked;
    return this._bring(this._baseOf(this.query));
  }

  renew() {
    this._collections.clear();
    this._matched.clear();
    this._told();
    if (this._isWanted) this._bringSoon();
  }

  /** Another query is asked. */
  follow(query) {
    const before = this.status;
    this.query = query;
    if (this.status !== before) this._told();
  }

  /** What the server has answered to a query. */
  learn(query, { numberMatched }) {
    const base = this._baseOf(query);
    if (without(query) === base) this._matched.set(base, numberMatched);
    if (this._isWanted && !this.collectionOf(query)) this._bringSoon();
  }

  _bringSoon() {
    clearTimeout(this._soon);
    this._soon = setTimeout(() => this._bring(this._baseOf(this.query)), STILL);
  }

  _bring(base) {
    const held = this._collections.take(base);
    held.coming = held.coming || this._come(held);
    return held.coming;
  }

  async _come(held) {
    try {
      const matched = await this._count(held);
      if (matched > this._limit) throw new Error(`${number(matched)} records match, and a page takes at most ${number(this._limit)}.`);
      if (isMetered() && !this._isAsked) return this._wait(held, matched);
      this._become(held, { state: "coming" });
      await held.open(await this._content(held, matched), (error) => this._refuse(held, error));
      this._become(held, { state: "here" });
    } catch (error) {
      this._refuse(held, error);
    }
  }

  _wait(held, matched) {
    held.coming = null;
    this._become(held, { state: "asking", bytes: matched * (matched > WITH_WORDS ? OF_COLUMNS : OF_ROW) });
  }

  // The page or an answer to an unfiltered query may have said it already.
  async _count({ base, signal }) {
    const known = this._matched.get(base) ?? (base ? undefined : this._records());
    if (known !== undefined) return known;
    this.learn(base, await this._http.cells(base, WORLD, WORLD_ZOOM, signal));
    return this._matched.get(base);
  }

  _content({ base, signal }, matched) {
    return matched > WITH_WORDS ? this._http.columns(base, signal) : this._http.rows(base, signal);
  }

  _refuse(held, error) {
    held.stop();
    const reason = error instanceof TypeError ? "The collection did not arrive whole." : error.message;
    this._become(held, { state: "refused", words: `${reason.replace(/[^.]$/, "$&.")} The map goes on by asking the server.` });
  }

  _become(held, status) {
    held.status = status;
    if (this.collectionOf(this.query) === held) this._told();
  }

  _told() {
    this._listeners.forEach((call) => call(this.status));
  }
}
