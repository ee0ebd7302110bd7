// Plays a period: a step, then the next once that has been drawn, and not sooner than the speed says.
import { beginning, isAtEnd, stepped } from "./play.js";

export class Player {
  /**
   * @param {{mode: string, speed: number}} play
   * @param {object} on
   * @param {() => {edges: number[], bins: number}} on.position
   * @param {(edges: number[], isFinal: boolean) => unknown} on.go may return a promise that resolves when that is drawn
   * @param {() => void} on.change it plays, or no longer
   */
  constructor(play, on) {
    this.play = play;
    this._on = on;
    this._run = null;
    this._stop = new AbortController();
    document.addEventListener("visibilitychange", () => document.hidden && this.pause(), { signal: this._stop.signal });
  }

  get isPlaying() {
    return this._run !== null;
  }

  toggle() {
    return this.isPlaying ? this.pause() : this._start();
  }

  /** Come to rest where it is. */
  pause() {
    if (!this._run) return;
    this._run = null;
    this._on.change();
    this._on.go(this._on.position().edges, true);
  }

  /** Stop, and move nothing: something else has moved the period. */
  halt() {
    if (!this._run) return;
    this._run = null;
    this._on.change();
  }

  /** One step on (1) or back (-1). */
  step(step) {
    this.pause();
    const edges = this._next(step);
    if (edges) this._on.go(edges, true);
  }

  stop() {
    this._run = null;
    this._stop.abort();
  }

  async _start() {
    const run = (this._run = {});
    const { edges, bins } = this._on.position();
    this._on.change();
    let next = beginning(edges, this.play.mode, bins);
    while (this._run === run) {
      await Promise.all([this._show(next), later(1000 / this.play.speed)]);
      next = this._hasEnded ? null : this._next(1);
      if (!next && this._run === run) this.pause();
    }
  }

  async _show(edges) {
    await new Promise(requestAnimationFrame);
    if (this._run) await this._on.go(edges, false);
  }

  get _hasEnded() {
    const { edges, bins } = this._on.position();
    return isAtEnd(edges, bins);
  }

  _next(step) {
    const { edges, bins } = this._on.position();
    return stepped(edges, this.play.mode, step, bins);
  }
}

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
