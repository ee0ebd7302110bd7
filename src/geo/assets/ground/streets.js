// The streets of a local extract of tiles. What draws them is a script of its own, which only maps with streets load.
import { element } from "../furniture/element.js";

export const CLOSEST_STREETS = 18;       // zoom; beyond the last of the extract its shapes are stretched

let loading = null;                      // resolves to what makes the layer

export class Streets {
  /** `options`, `theme` and `whenDrawn` as in StreetLayer; `assets` is where our files are. Without its script the land stays. */
  constructor(map, options, assets, theme, whenDrawn) {
    this._theme = theme;
    this._layer = null;
    this._isGone = false;
    loading = loading || load(`${assets}/streets.js`);
    loading.then((make) => {
      if (!this._isGone) this._layer = make(map, options, this._theme, whenDrawn);
    }, () => (loading = null));            // the next map asks again
  }

  /** {covers(point), towns: rows as those of towns/*.json} of what is drawn now; null of nothing. */
  drawn() {
    return this._layer?.drawn();
  }

  setTheme(name) {
    this._theme = name;
    this._layer?.setTheme(name);
  }

  remove() {
    this._isGone = true;
    this._layer?.remove();
  }
}

function load(address) {
  return new Promise((resolve, reject) => {
    const script = element("script", { src: address });
    script.addEventListener("load", () => resolve(/** @type {any} */ (window).IncidentAtlas.streetLayer));
    script.addEventListener("error", reject);
    document.head.append(script);
  });
}
