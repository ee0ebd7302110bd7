// The period of the dashboard: a brush moves it in the frame, all else in the script, and each hears of the other later.
import { inPeriod, isSamePeriod, periodOf } from "../sources/queries.js";

export class Period {
  constructor() {
    this._own = null;                      // the brush's, until the script has heard of it
    this._isTold = false;                  // has a report told it?
    this._sent = 0;                        // the number of the last report that told a period …
    this._heard = 0;                       // … and of the last that the script has heard
    this._last = null;                     // the period of the last report
    this._theirs = null;                   // the script's
  }

  /** The brush has moved. */
  move(period) {
    this._own = period;
    this._isTold = false;
  }

  /** Does the brush move, so that the script knows nothing of it? */
  get isMoving() {
    return this._own !== null && !this._isTold;
  }

  /** The brush has stopped: is that news to the script? */
  stop() {
    if (isSamePeriod(this._own, this._theirs) && this._heard >= this._sent) this._own = null;
    return this._own !== null;
  }

  /** The period that report number `n` tells: only the last report arrives for certain, so each tells what is unheard. */
  told(n, hasStopped = false) {
    if (!this._own || !(hasStopped || this._isTold)) return null;
    this._isTold = true;
    this._sent = n;
    this._last = this._own;
    return this._own;
  }

  /**
   * The query to show when the script says `query`, having heard report number `heard`: in the brush's period while the
   * script does not know that, unless another part of the page has moved it meanwhile.
   */
  follow(query, heard) {
    const before = this._theirs;
    this._theirs = periodOf(query);
    this._heard = heard;
    const isFromElsewhere = !isSamePeriod(this._theirs, before) && !isSamePeriod(this._theirs, this._last);
    if (this._isTold ? heard >= this._sent : isFromElsewhere) this._own = null;
    return this._own ? inPeriod(query, this._own) : query;
  }
}
