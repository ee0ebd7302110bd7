// A source that begins by asking the server, and then holds the collection and answers by itself what that can tell.
import { number } from "../drawing/words.js";
import { COLLECTION_RECORDS } from "../shared.js";
import { WORLD, WORLD_ZOOM } from "./bounds.js";
import { Collections, SERVER } from "./near/held.js";
import { isMetered } from "./near/metered.js";
import { only, PERIOD, without } from "./queries.js";

const SERVERS = ["q", "as_of", "id"];    // parameters that only the server can answer
const WITH_WORDS = 2000;                 // records that come with titles and ids
const [OF_ROW, OF_COLUMNS] = [60, 6];    // bytes that a record takes on its way, about: with its words, and as numbers
const STILL = 500;                       // ms without another question until the collection of a new query is fetched

/**
 * The server `http` as a source that holds the collection of a query once bring() has fetched it.
 * @param {any} http
 * @param {Options} [options]
 *
 * @typedef {object} Options
 * @property {string} [base] a query that is never left, except for its period; without it the collection is that of
 *   what only the server can tell of each query
 * @property {number} [limit] of records that a page takes
 * @property {() => number | undefined} [records] how many there are in all, where the page knows it
 * @property {string} [known] the day of what is known, in words, where that is not today
 */
export const nearSource = (http, options = {}) => new NearSource(http, options);

class NearSource {
  /**
   * @param {any} http
   * @param {Options} options
   */
  constructor(http, { base, limit = COLLECTION_RECORDS, records = () => undefined, known = "" }) {
    this._http = http;
    this._limit = limit;
    this._records = records;
    this._known = known;
    this._baseOf = base === undefined ? (query) => only(query, ...SERVERS) : () => without(base, ...PERIOD);
    this._collections = new Collections();
    this._matched = new Map();             // base → how many records it finds, where the server has said so
    this._asked = base || "";              // the last query
    this._listeners = new Set();
    this._isWanted = false;
    this._isAsked = false;
    this._captions = new AbortController();
    this._last = null;
  }

  // --- the collection ----------------------------------------------------------------------------

  /**
   * What became of the collection of the last query: {state, bytes?, words?}. "server": it has not been fetched;
   * "coming"; "here"; "asking": the connection is metered, `bytes` would come, and bring({asked: true}) fetches them;
   * "refused": `words` say why, and the server goes on answering.
   */
  get status() {
    return this._collections.get(this._baseOf(this._asked))?.status || SERVER;
  }

  /** Call back whenever the status changes; returns how to stop that. */
  onStatus(call) {
    this._listeners.add(call);
    return () => this._listeners.delete(call);
  }

  /**
   * Fetch the collection of the last query, once, and from now on that of every other one. Resolves when it is here or
   * cannot come. `asked`: the reader wants it on a metered connection too.
   * @param {{asked?: boolean}} [how]
   */
  bring = ({ asked = false } = {}) => {
    this._isWanted = true;
    this._isAsked ||= asked;
    return this._bring(this._baseOf(this._asked));
  };

  /** Forget everything: the data are others. What was wanted is fetched again. */
  renew() {
    this._collections.clear();
    this._matched.clear();
    this._told();
    if (this._isWanted) this._bringSoon();
  }

  /** Is a query answered here, without the server? */
  has(query) {
    return this._here(query) !== null;
  }

  // --- what is asked -----------------------------------------------------------------------------

  async cells(query, bounds, zoom, signal, session) {
    this._ask(query);
    return this._answer(query, "cells", [bounds, zoom], signal, async () => {
      const answer = await this._http.cells(query, bounds, zoom, signal, session);
      this._learn(query, answer);
      return answer;
    });
  }

  /** The marks with their names, which a collection of columns lacks. */
  async named(query, bounds, zoom, signal) {
    const answer = await this._http.cells(query, bounds, zoom, signal);
    const ours = this._last?.query === query ? this._last.matched : answer.numberMatched;
    if (ours !== answer.numberMatched) this.renew();
    return answer;
  }

  /** {sentence, tolls}, of the last query that was asked for: one that still waits is given up. */
  async caption(query) {
    this._captions.abort();
    const { signal } = (this._captions = new AbortController());
    const ours = this._here(query);
    const said = await this._answer(query, "caption", [], signal, () => this._http.caption(query, signal));
    return ours ? { ...said, sentence: [`${said.sentence} shown`, this._known].filter(Boolean).join(", ") } : said;
  }

  /** How many there are in each bin of time, under all filters but those of dates. */
  timeline(query, spec, signal) {
    return this._answer(query, "timeline", [spec], signal, () => this._http.timeline(query, spec, signal));
  }

  /** How many have each value of a filter, under all filters but its own. */
  facet(query, name, signal) {
    return this._answer(query, "facet", [name], signal, () => this._http.facet(query, name, signal));
  }

  incidents(query, bounds, limit, signal) {
    const ask = () => this._http.incidents(query, bounds, limit, signal);
    return this._here(query)?.held.hasWords ? this._answer(query, "incidents", [bounds, limit], signal, ask) : ask();
  }

  /** A record with its statements always comes from the server, as it was known on the day of the last query. */
  incident(id, signal) {
    return this._http.incident(id, signal, new URLSearchParams(this._asked).get("as_of"));
  }

  look(bounds, zoom, session) {
    return this._http.look(bounds, zoom, session);
  }

  // --- how ---------------------------------------------------------------------------------------

  _here(query) {
    const held = this._collections.get(this._baseOf(query));
    const rest = held ? held.rest(query) : null;
    return rest === null ? null : { held, rest };
  }

  async _answer(query, kind, args, signal, askServer) {
    const ours = this._here(query);
    if (!ours) return askServer();
    try {
      const answer = await ours.held.ask(kind, [ours.rest, ...args], signal);
      if (kind === "cells") this._last = { query, matched: answer.numberMatched };
      return answer;
    } catch (error) {
      const { status } = /** @type {any} */ (error);
      if (signal?.aborted || status) throw error;   // the server would refuse it too
      return askServer();
    }
  }

  /** Hear of a query and its answer, which came to the page without being asked for. */
  learn(query, answer) {
    this._ask(query);
    this._learn(query, answer);
  }

  _ask(query) {
    const before = this.status;
    this._asked = query;
    if (this.status !== before) this._told();
  }

  _learn(query, { numberMatched }) {
    const base = this._baseOf(query);
    if (without(query) === base) this._matched.set(base, numberMatched);
    if (this._isWanted && !this._collections.get(base)) this._bringSoon();
  }

  _bringSoon() {
    clearTimeout(this._soon);
    this._soon = setTimeout(() => this._bring(this._baseOf(this._asked)), STILL);
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
    this._learn(base, await this._http.cells(base, WORLD, WORLD_ZOOM, signal));
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
    if (this._collections.get(this._baseOf(this._asked)) === held) this._told();
  }

  _told() {
    this._listeners.forEach((call) => call(this.status));
  }
}
