// A source that begins by asking the server, and then holds the collection and answers by itself what that can tell.
import { shownCaption } from "../drawing/words.js";
import { Fetching } from "./near/fetching.js";
import { only, PERIOD, without } from "./queries.js";

const SERVERS = ["q", "as_of", "id"];    // parameters that only the server can answer

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
  constructor(http, { base, limit, records, known = "" }) {
    const baseOf = base === undefined ? (query) => only(query, ...SERVERS) : () => without(base, ...PERIOD);
    this._http = http;
    this._known = known;
    this._fetching = new Fetching(http, { start: base, baseOf, limit, records });
    this._captions = new AbortController();
    this._last = null;
  }

  // --- the collection ----------------------------------------------------------------------------

  /** What became of the collection of the last query, as fetching.js tells it. */
  get status() {
    return this._fetching.status;
  }

  /** Call back whenever the status changes; returns how to stop that. */
  onStatus(call) {
    return this._fetching.onStatus(call);
  }

  /**
   * Fetch the collection of the last query, once, and from now on that of every other one. Resolves when it is here or
   * cannot come. `asked`: the reader wants it on a metered connection too.
   * @param {{asked?: boolean}} [how]
   */
  bring = ({ asked = false } = {}) => this._fetching.bring(asked);

  /** Forget everything: the data are others. What was wanted is fetched again. */
  renew() {
    this._fetching.renew();
  }

  /** Is a query answered here, without the server? */
  has(query) {
    return this._here(query) !== null;
  }

  /** Hear of a query and its answer, which came to the page without being asked for. */
  learn(query, answer) {
    this._fetching.follow(query);
    this._fetching.learn(query, answer);
  }

  // --- what is asked -----------------------------------------------------------------------------

  async cells(query, bounds, zoom, signal, session) {
    this._fetching.follow(query);
    return this._answer(query, "cells", [bounds, zoom], signal, async () => {
      const answer = await this._http.cells(query, bounds, zoom, signal, session);
      this._fetching.learn(query, answer);
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
    const shown = (said) => shownCaption(said, this._known);
    return this._answer(query, "caption", [], signal, () => this._http.caption(query, signal), shown);
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

  /**
   * A record with its statements always comes from the server, as it was known on the day of a query, by default the
   * last one, and with what the query says of it.
   */
  incident(id, signal, query = this._fetching.query) {
    return this._http.incident(id, signal, query);
  }

  /** Places of a name, or named alike. */
  places(text, signal) {
    return this._http.places(text, signal);
  }

  look(bounds, zoom, session) {
    return this._http.look(bounds, zoom, session);
  }

  // --- how ---------------------------------------------------------------------------------------

  _here(query) {
    const held = this._fetching.collectionOf(query);
    const rest = held ? held.rest(query) : null;
    return rest === null ? null : { held, rest };
  }

  // What is answered here is told through `tell`.
  async _answer(query, kind, args, signal, askServer, tell = (answer) => answer) {
    const ours = this._here(query);
    if (!ours) return askServer();
    try {
      const answer = await ours.held.ask(kind, [ours.rest, ...args], signal);
      if (kind === "cells") this._last = { query, matched: answer.numberMatched };
      return tell(answer);
    } catch (error) {
      const { status } = /** @type {any} */ (error);
      if (signal?.aborted || status) throw error;   // the server would refuse it too
      return askServer();
    }
  }
}
