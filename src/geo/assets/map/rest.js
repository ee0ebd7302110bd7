// What waits until the picture has come to rest, so that steps which follow on each other are not held up by it.

export class Rest {
  /** `waits` = [[ms, what]]: each is called once, so long after the last change. */
  constructor(waits) {
    this._waits = waits;
    this._timers = [];
  }

  /** Something has changed: all wait again. */
  begin() {
    this.stop();
    this._timers = this._waits.map(([wait, what]) => setTimeout(what, wait));
  }

  stop() {
    this._timers.forEach(clearTimeout);
  }
}
