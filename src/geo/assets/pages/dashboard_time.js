// The timeline under the dashboard's map. Brush and play move map, chart and sentence here; the script hears where they stop.
import { collectionNote } from "../furniture/collection_note.js";
import { element } from "../furniture/element.js";
import { OuterSentence } from "../furniture/outer_sentence.js";
import { timeline } from "../furniture/timeline/timeline.js";
import { boundsOfMap } from "../sources/bounds.js";
import { catchingUp } from "../sources/catching_up.js";
import { inPeriod, isSamePeriod, periodOf } from "../sources/queries.js";
import { Period } from "./period.js";

const STILL = 150;              // ms without a move of the brush until the server is asked

export class DashboardTime {
  /** `layer` is the map's; stopped() reports to the script that the brush has come to rest. */
  constructor(layer, stopped) {
    this._layer = layer;
    this._stopped = stopped;
    this._period = new Period();
    this._sentence = new OuterSentence();
    this._say = catchingUp(() => this._speak());
    this._timeline = null;
    this._node = element("div");
    this._frame = element("div", { class: "atlas-time", "data-theme": layer.look.theme }, this._node, collectionNote(layer.source));
    document.body.append(this._frame);
  }

  /** The part of the page with the timeline. */
  get node() {
    return this._frame;
  }

  /** Draw the timeline in its size and look of now: a print has no time for more. */
  drawNow() {
    this._timeline?.drawNow();
  }

  /** The period that a report tells the script, or null; `n` is its number. */
  told(n, hasStopped) {
    return this._period.told(n, hasStopped);
  }

  /** Take over the state that the script says, with the answer to its query. */
  follow(state, answer) {
    const { _layer: layer, _period: period } = this;
    const before = { ...layer.state };
    const query = period.follow(state.query, state.heard);
    const isFirst = !this._timeline;
    if (isFirst) this._begin(query);
    layer.setState({ ...state, query }, query === state.query ? answer : null);
    if (isFirst) return;
    const isFromElsewhere = !isSamePeriod(periodOf(query), periodOf(before.query));
    if (isFromElsewhere) this._giveWay();
    this._timeline.show(query, isFromElsewhere);
    if (before.revision !== state.revision || before.token !== state.token) this._timeline.restyle();   // it counts other records
  }

  _restyle() {
    this._frame.dataset.theme = this._layer.look.theme;
    this._timeline.restyle();
  }

  // The period was moved by another part of the page.
  _giveWay() {
    clearTimeout(this._later);
    this._sentence.restore();
  }

  // It takes its height before the map first looks for a view, and asks for what it draws after the map has.
  _begin(query) {
    const { map, look, source, ready } = this._layer;
    const later = { timeline: (...asked) => ready.then(() => source.timeline(...asked)) };
    this._timeline = timeline(this._node, { source: later, look, query, onPeriod: (period, isFinal) => this._move(period, isFinal) });
    map.invalidateSize({ pan: false, animate: false });
    this._layer.on("restyle", () => this._restyle());
    map.on("moveend", () => this._timeline.setView(boundsOfMap(map)));
  }

  _move(period, isFinal) {
    const query = inPeriod(this._layer.state.query, period);
    this._period.move(period);
    clearTimeout(this._later);
    if (!isFinal && !this._layer.source.has(query)) {
      this._later = setTimeout(() => this._layer.moveTime(query), STILL);
      return null;
    }
    const drawn = this._layer.moveTime(query);
    if (isFinal && this._period.stop()) this._stopped();
    else if (isFinal) this._sentence.restore();
    return isFinal ? drawn : Promise.all([drawn, this._say()]);
  }

  async _speak() {
    const words = await this._layer.source.caption(this._layer.state.query).catch(() => null);
    if (words && this._period.isMoving) this._sentence.show(words);
  }
}
