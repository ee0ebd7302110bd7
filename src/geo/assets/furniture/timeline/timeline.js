// The timeline under a map: a chart of what a query finds over time, with a brush that narrows it to a period, and play.
import { element } from "../element.js";
import { isOtherPeriod, periodOf } from "../../sources/queries.js";
import { Brush } from "./brush.js";
import { Controls } from "./controls.js";
import { Fields } from "./fields.js";
import { Head } from "./head.js";
import { seriesOf } from "./paint.js";
import { Period } from "./period.js";
import { isWhole, playOf, playText } from "./play.js";
import { Player } from "./player.js";
import { Plot } from "./plot.js";
import { Questions } from "./questions.js";
import { Tip } from "./tip.js";
import { unitFor } from "./units.js";
import { spanInWords } from "./words.js";

const RETRY = 5000;             // ms until what had no answer is asked for again
const ALL = { from: "", to: "" };

/**
 * Build a timeline in an element. `source.timeline(query, spec, signal)` gives its data, `look` is the layer's. A
 * reader's move calls onPeriod({from, to}, isFinal), partial dates or "": at most once a frame, and with true at its
 * end; while it plays, the next step waits for the promise that onPeriod returns. onPlay(text) hears how it is played.
 * It follows show(query, isFromElsewhere), where the brush or play gives way to another part of the page that has moved
 * the period; restyle() after a change of the look; and setView(bounds), which offers the switch “Only what the map
 * shows”. drawNow() follows size and look without an answer; stop() ends it.
 * @param {HTMLElement} node
 * @param {Options} options
 *
 * @typedef {object} Options
 * @property {{timeline?: (query: string, spec: object, signal: AbortSignal) => Promise<any>}} source
 * @property {any} look
 * @property {string} query
 * @property {string} [play] how it is played: the parameter of an address, or ""
 * @property {(period: {from: string, to: string}, isFinal: boolean) => unknown} onPeriod
 * @property {(text: string) => void} [onPlay]
 */
export function timeline(node, options) {
  const built = new Timeline(node, options);
  return {
    show: (query, isFromElsewhere = false) => built.show(query, isFromElsewhere),
    restyle: () => built.restyle(),
    setView: (bounds) => built.setView(bounds),
    drawNow: () => built.drawNow(),
    stop: () => built.stop(),
  };
}

class Timeline {
  /**
   * @param {HTMLElement} node
   * @param {Options} options
   */
  constructor(node, { source, look, query, play = "", onPeriod, onPlay = () => {} }) {
    this.node = node;
    this.look = look;
    this.query = query;
    this.onPeriod = onPeriod;
    this.onPlay = onPlay;
    node.hidden = !source.timeline;
    if (node.hidden) return;
    this._spec = { measure: "records", closer: null, isInView: false };
    this._view = null;
    this._isAsked = false;
    this._period = new Period(periodOf(query));
    this._stop = new AbortController();
    this._stillness = window.matchMedia("(prefers-reduced-motion: reduce)");
    this._questions = new Questions(source);
    this._player = new Player(playOf(play), this._played());
    this._build();
    this.restyle();
  }

  // --- for pages ----------------------------------------------------------------------------------

  show(query, isFromElsewhere) {
    const isOther = !isOtherPeriod(query, this.query);
    this.query = query;
    if (!this._questions) return;
    if (isFromElsewhere) this._letGo();
    const isEcho = this._brush.isDragged || this._player.isPlaying;   // what was shown a moment ago comes back
    if (!isEcho) this._period.text = periodOf(query);
    if (isOther) this._load();
    else this._follow();
  }

  _letGo() {
    cancelAnimationFrame(this._later);
    this._brush.letGo();
    this._player.halt();
  }

  restyle() {
    this.node.dataset.theme = this.look.theme;
    if (this._questions) this._load();
  }

  setView(bounds) {
    if (!this._questions) return;
    this._view = bounds;
    if (this._spec.isInView) this._load();
    else this._follow();
  }

  /** Follow size and theme at once: a print waits for no answer. */
  drawNow() {
    if (this._questions && this._width) this._draw();
  }

  stop() {
    if (!this._questions) return;
    this._stop.abort();
    clearTimeout(this._again);
    cancelAnimationFrame(this._later);
    this._questions.stop();
    this._player.stop();
    this._sizes.disconnect();
  }

  // --- set-up -------------------------------------------------------------------------------------

  _build() {
    this._plot = new Plot();
    this._brush = new Brush({ move: (edges, isFinal) => this._move(edges, isFinal), hover: (bin) => this._hover(bin), clear: () => this._clear() });
    this._tip = new Tip();
    this._stage = element("div", { class: "atlas-time-chart" }, this._plot.node, this._brush.node, this._tip.node);
    this._head = new Head((measure) => this._ask({ measure }));
    this._fields = new Fields((period) => this._take(period, true));
    this._controls = new Controls(this._fields.node, this._pressed());
    this._live = element("div", { class: "atlas-hidden", "aria-live": "polite" });
    this.node.classList.add("atlas-timeline");
    this.node.setAttribute("role", "group");
    this.node.setAttribute("aria-label", "Timeline");
    this.node.replaceChildren(this._head.node, this._stage, this._controls.node, this._live);
    this._stage.inert = this._controls.node.inert = true;   // there is nothing to move yet
    this._sizes = new ResizeObserver(() => this._resized());
    this._sizes.observe(this._stage);
    this._stillness.addEventListener("change", () => this._calm(), { signal: this._stop.signal });
  }

  _calm() {
    this._player.pause();
    this._follow();
  }

  _pressed() {
    return {
      play: () => this._player.toggle(),
      step: (step) => this._player.step(step),
      clear: () => this._clear(),
      closer: () => this._ask({ closer: this._spec.closer ? null : { days: this._period.days, period: this._period.text } }),
      mode: (mode) => this._setPlay({ mode }),
      speed: (speed) => this._setPlay({ speed }),
      follow: (isInView) => this._ask({ isInView }),
    };
  }

  _played() {
    return {
      position: () => ({ edges: this._period.edgesOn(this._plot.scale), bins: this._plot.scale.bins }),
      go: (edges, isFinal) => this._go(edges, isFinal),
      change: () => this._follow(),
    };
  }

  _setPlay(change) {
    Object.assign(this._player.play, change);
    this.onPlay(playText(this._player.play));
  }

  // --- data ---------------------------------------------------------------------------------------

  _ask(change) {
    Object.assign(this._spec, change);
    this._load();
  }

  async _load() {
    if (!this._width) return;               // a hidden page starts when it is shown
    clearTimeout(this._again);
    this._isAsked = true;
    const { measure, closer, isInView } = this._spec;
    const spec = { ...seriesOf(this.look), measure, bounds: isInView ? this._view : null };
    try {
      const answer = await this._questions.ask(this.query, spec, this._width, closer?.days);
      if (answer) this._accept(answer);
    } catch (/** @type {any} */ error) {
      this._fail(error);
    }
  }

  // Asking again does not help against a refusal.
  _fail({ message, status }) {
    const isFinal = status >= 400 && status < 500;
    if (isFinal) this._offer(false);        // what stands there is of another query
    this._head.say(isFinal ? `The timeline cannot be drawn: ${message}.` : "The timeline has no answer. Trying again…");
    if (!isFinal) this._again = setTimeout(() => this._load(), RETRY);
  }

  _accept({ data, extent }) {
    this._period.extent = extent;
    this._plot.data = data;
    this._head.show(data);
    this._offer(data.bins > 0);
    this._draw();
  }

  // Chart and controls are there if they have something to move.
  _offer(isThere) {
    for (const part of [this._stage, this._controls.node]) part.hidden = part.inert = !isThere;
  }

  // --- drawing ------------------------------------------------------------------------------------

  get _width() {
    return this._stage.clientWidth || this.node.clientWidth;
  }

  _resized() {
    if (!this._isAsked) this._load();
    if (!this._plot.isThere || !this._width) return;
    const days = this._spec.closer?.days || this._plot.scale.days;
    if (unitFor(days, this._width) !== this._plot.data.unit) this._load();
    this._draw();
  }

  _draw() {
    if (!this._plot.isThere) return;
    this._plot.draw({ x: this._stage.clientWidth, y: this._stage.clientHeight }, this.look);
    this._follow();
  }

  // Brush, fields and controls follow the period.
  _follow() {
    if (!this._plot.isThere) return;
    const { scale } = this._plot;
    const { words } = this._period;
    const edges = this._period.edgesOn(scale);
    const [from, to] = this._plot.linesAt(edges);
    const name = scale.unit;
    this._brush.show(scale, edges, { from: [`First ${name}`, from], to: [`Last ${name}`, to], body: ["Period", words] });
    this._fields.show(this._period.text, this._period.endsOf(name));
    this._controls.show({
      isPlaying: this._player.isPlaying, canPlay: !this._stillness.matches, isWhole: this._period.isText(this._whole),
      isCloser: Boolean(this._spec.closer), canLookCloser: !isWhole(edges, scale.bins) && edges[0] < edges[1], hasView: Boolean(this._view), play: this._player.play, words,
    });
  }

  // What a reader who clears the brush sees.
  get _whole() {
    return this._spec.closer?.period || ALL;
  }

  // --- the reader ---------------------------------------------------------------------------------

  _clear() {
    this._player.pause();
    this._take(this._whole, true);
    this._live.textContent = this._period.words;
  }

  _move(edges, isFinal) {
    this._player.pause();
    this._take(this._period.textAt(edges, this._plot.scale), isFinal);
    if (this._brush.isDragged) this._tip.show([this._period.words], [], this._plot.scale.x((edges[0] + edges[1]) / 2));
  }

  _go(edges, isFinal) {
    if (isFinal) this._live.textContent = spanInWords(this._plot.scale.daysBetween(edges));
    return this._take(this._period.textAt(edges, this._plot.scale), isFinal);
  }

  _take(text, isFinal) {
    this._period.text = text;
    this._follow();
    cancelAnimationFrame(this._later);
    if (isFinal || this._player.isPlaying) return this.onPeriod(text, isFinal);
    this._later = requestAnimationFrame(() => this.onPeriod(text, false));
  }

  _hover(bin) {
    this._brush.mark(this._brush.isDragged ? null : bin);
    if (bin === null || !this._plot.isThere) return this._tip.hide();
    if (!this._brush.isDragged) this._tip.show(this._plot.linesOf(bin), this._plot.rowsOf(bin), this._plot.scale.x(bin + 0.5));
  }
}
