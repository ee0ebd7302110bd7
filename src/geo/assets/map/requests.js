// Asks the source for what the map needs: one request at a time, again after a failure, and again when
// the view has left what the last answer was about.
import { around, boundsOfMap, contains, WORLD, WORLD_ZOOM } from "../sources/bounds.js";
import { catchingUp } from "../sources/catching_up.js";

const SETTLE = 120;                      // ms of stillness before a move asks the source
const RETRY = [1000, 30000];             // ms, first and longest wait before asking again

export class Requests {
  /**
   * `asked()` = {query, session, isFitted}: a map that has not been fitted yet asks for the world. `on` has wait(reason),
   * answer(data, before, reason) and fault(error, isFinal).
   */
  constructor(map, source, asked, on) {
    this._map = map;
    this._source = source;
    this._asked = asked;
    this._on = on;
    this._failures = 0;
    this.answer = null;                    // the last answer …
    this.area = null;                      // … and the bounds …
    this.zoom = null;                      // … and zoom it was asked for
    this.current = null;                   // the AbortController of the last request
    this._step = catchingUp(() => this.load("time"));
    this._named = null;                    // the answer whose names were asked for …
    this._naming = null;                   // … and until they are there
    this._told = null;                     // the area and zoom that the server knows of
  }

  /** Ask for what is in view; `reason` is "filter", "time" or "move", or nothing at the start. */
  async load(reason) {
    if (!this._map.getSize().x) return;    // a hidden map starts when it is shown
    const { signal } = this._begin();
    const { query, session } = this._asked();
    const { area, zoom } = this._wanted();
    if (!this._source.has?.(query)) this._told = { area, zoom };
    this._on.wait(reason);
    try {
      const data = await this._source.cells(query, area, zoom, signal, session);
      if (signal.aborted) return;
      this._accept(data, area, zoom, reason);
      this._tell();
    } catch (error) {
      if (!signal.aborted) this._fail(error, reason);
    }
  }

  /** Ask for another period, of many that follow on each other. Resolves when the last is drawn. */
  step() {
    return this._source.has?.(this._asked().query) ? this._step() : this.load("time");
  }

  /** Ask for the names of marks that came without them, once for an answer. */
  name() {
    if (this._named !== this.answer) this._naming = this._askNames((this._named = this.answer));
    return this._naming;
  }

  async _askNames(answer) {
    const { signal } = this.current;
    const named = await this._source.named(this._asked().query, this.area, this.zoom, signal).catch(() => null);
    if (answer !== this.answer || signal.aborted) return;
    if (named) this._accept(named, this.area, this.zoom, "names");
    else this._named = null;               // who asks next, asks again
  }

  /** Take an answer {area, zoom, answer} that came with another filter, if it is for what is in view; else ask. */
  change(given) {
    if (!given || !this._map.getSize().x || !this._fits(given)) return this.load("filter");
    const request = this._begin();
    const { isFitted, query } = this._asked();
    this._source.learn?.(query, given.answer);
    this._accept(given.answer, given.area, given.zoom, "filter");
    if (!isFitted && request === this.current) this._tell();
  }

  /** Ask again, once the map has been still for a moment, where the answer no longer fits the view; or tell the server. */
  follow() {
    clearTimeout(this._move);
    if (this.answer) this._move = setTimeout(() => (this.isStale() ? this.load("move") : this._tell()), SETTLE);
  }

  /** Has the view left the last answer, or is it so close that cells come apart? */
  isStale() {
    return !this._shows(this, boundsOfMap(this._map));
  }

  /** All that the query finds, in few cells; null where the source fails, or another request came between. */
  async everything() {
    const request = this.current;
    const found = await this._source.cells(this._asked().query, WORLD, WORLD_ZOOM, request.signal).catch(() => null);
    return request === this.current ? found : null;
  }

  /** The position [lon, lat] of a record, within the filter, since what that hides is not drawn; else null. */
  async positionOf(id) {
    const known = this.answer?.features.find((feature) => feature.properties.id === id);
    if (known) return known.geometry.coordinates;
    const query = new URLSearchParams(this._asked().query);
    query.set("id", id);
    const found = await this._source.cells(query.toString(), WORLD, WORLD_ZOOM).catch(() => null);
    return found?.features.length ? found.features[0].geometry.coordinates : null;
  }

  stop() {
    if (this.current) this.current.abort();
    clearTimeout(this._again);
    clearTimeout(this._move);
  }

  // A session's map lets the server know where it looks, without asking for anything.
  _tell() {
    const { session } = this._asked();
    const wanted = this._wanted();
    const isKnown = this._told?.zoom === wanted.zoom && contains(this._told.area, boundsOfMap(this._map));
    if (!session || isKnown) return;
    this._told = wanted;
    this._source.look?.(wanted.area, wanted.zoom, session);
  }

  _wanted() {
    if (!this._asked().isFitted) return { area: WORLD, zoom: WORLD_ZOOM };
    const zoom = Math.round(this._map.getZoom());
    return { area: around(boundsOfMap(this._map), zoom), zoom };
  }

  _fits(given) {
    return this._asked().isFitted ? this._shows(given, boundsOfMap(this._map)) : contains(given.area, WORLD);
  }

  _shows({ area, zoom, answer }, bounds) {
    const isCloser = answer.kind === "cells" && Math.round(this._map.getZoom()) !== zoom;
    return !isCloser && contains(area, bounds);
  }

  _begin() {
    clearTimeout(this._again);
    clearTimeout(this._move);
    if (this.current) this.current.abort();
    return (this.current = new AbortController());
  }

  _accept(data, area, zoom, reason) {
    const before = this.answer;
    Object.assign(this, { answer: data, area, zoom, _failures: 0 });
    this._on.answer(data, before, reason);
  }

  _fail(error, reason) {
    const isFinal = isRefusal(error.status);
    this._on.fault(error, isFinal);
    if (!isFinal) this._again = setTimeout(() => this.load(reason), Math.min(RETRY[1], RETRY[0] * 2 ** this._failures++));
  }
}

// Asking again does not help against a refusal, except a time-out (408) and a throttle (429).
const isRefusal = (status) => status >= 400 && status < 500 && status !== 408 && status !== 429;
