// What a reader asks of a page, as one query: legend, timeline and other controls change it; map, timeline and words
// follow.
import { timeline } from "../furniture/timeline/timeline.js";
import { boundsOfMap } from "../sources/bounds.js";
import { catchingUp } from "../sources/catching_up.js";
import { inPeriod, periodOf, toggled } from "../sources/queries.js";

const STILL = 150;              // ms without a move of the brush until the server is asked

export class Reading {
  /**
   * `start` = {query, play, node}: the query of the page, how its timeline is played, and the element of the timeline,
   * which a page may leave out. `on` has words(query), which gives {sentence, tolls} or a promise of them,
   * say(words, query), which shows them, and rest(query, play) for a change that is complete; the last may be left out.
   */
  constructor(source, { query, play = "", node = null }, on) {
    this._source = source;
    this._node = node;
    this._on = { rest: () => {}, ...on };
    this._turn = 0;
    this._say = catchingUp(() => this._speak());
    this.query = query;
    this.play = play;
  }

  /** Take over the layer that follows the reader, and show timeline and words under it. */
  begin(layer) {
    this._layer = layer;
    this._follow();
    if (!this._node) return;
    const { _source: source, query, play } = this;
    const { look, map } = layer;
    const setView = () => this._timeline.setView(boundsOfMap(map));
    const onPeriod = (period, isFinal) => this._move(inPeriod(this.query, period), isFinal);
    this._timeline = timeline(this._node, { source, look, query, play, onPeriod, onPlay: (text) => this._keepPlay(text) });
    layer.on("restyle", () => this._timeline.restyle());
    map.on("moveend", setView);
    layer.ready.then(setView);
  }

  /** Draw the timeline in its size and look of now: a print has no time for more. */
  drawNow() {
    this._timeline?.drawNow();
  }

  /** Show another query. */
  show(query) {
    const isMoved = inPeriod(query, periodOf(this.query)) !== query;
    this.query = query;
    this._timeline?.show(query, isMoved);
    this._follow();
  }

  /** Show another query, which the reader has chosen. */
  ask(query) {
    this.show(query);
    this._on.rest(query, this.play);
  }

  /** Ask with a row of the legend chosen, or no longer. */
  toggle(name, value) {
    this.ask(toggled(this.query, name, value));
  }

  _keepPlay(text) {
    this.play = text;
    this._on.rest(this.query, text);
  }

  // While the brush moves, only a page that answers by itself follows at once.
  async _move(query, isFinal) {
    this.query = query;
    const turn = ++this._turn;
    if (isFinal) this._on.rest(query, this.play);
    else if (!this._source.has(query)) await later(STILL);
    if (turn === this._turn) await this._follow((asked) => this._layer.moveTime(asked));
  }

  /** @param {(query: string) => unknown} draw */
  _follow(draw = (query) => this._layer.setState({ query })) {
    this._turn++;
    return Promise.all([draw(this.query), this._say()]);
  }

  async _speak() {
    const { query } = this;
    const words = await Promise.resolve(this._on.words(query)).catch(() => null);   // the map says what is the matter
    if (words) this._on.say(words, query);
  }
}

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
