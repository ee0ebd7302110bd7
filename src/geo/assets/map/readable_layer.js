// What pages and tests may see of the incident layer, and have it draw.
import { shortened } from "./picture.js";

export class ReadableLayer extends L.Layer {
  constructor() {
    super();
    /** @type {any} */
    this._map = null;
    /** @type {any} */
    this._look = null;
    /** @type {any} */
    this._picture = null;
    /** @type {any} */
    this._ground = null;
    /** @type {any} */
    this._requests = null;
    /** @type {any} */
    this._view = null;
  }

  /** What is drawn in view, in container pixels. */
  marks() {
    return this._picture.visible().map(shortened);
  }

  /** The boxes of all that is drawn in view, in container pixels: {marks: [{key, box}], names of marks and labels of the base map: [{text, box}]}. */
  boxes() {
    const labels = this.labels().map(({ text, x, y, w, h }) => ({ text, box: [x, y, x + w, y + h] }));
    return { ...this._picture.boxes(), labels };
  }

  /** The names of the base map in view: [{text, local, kind, x, y, w, h, at: [lon, lat]}]. */
  labels() {
    return this._ground.names.labels();
  }

  /** How marks look: the theme, and which group has which colour. The layer fires "restyle" when that changes. */
  get look() {
    return this._look;
  }

  /** The Leaflet map. */
  get map() {
    return this._map;
  }

  /** The last answer of the source: a FeatureCollection of marks or cells; null before the first. */
  get answer() {
    return this._requests.answer;
  }

  /** Has the view left the last answer, so that another is asked for? */
  isStale() {
    return this._requests.isStale();
  }

  /** Is the land drawn? */
  isLandShown() {
    return this._ground.land.isShown();
  }

  /** Resolves once the names of the base map in view are loaded and drawn. */
  async namesDrawn() {
    await this._ground.land.nearDrawn();
    await this._ground.names.ready;
    await this._ground.names.loaded;
  }

  /** Go to Leaflet bounds, or as close to them as `maxZoom`. */
  go(bounds, maxZoom) {
    this._view.go(bounds, maxZoom);
  }

  /** The symbol of a record as a small canvas. */
  swatch(properties) {
    return this._look.swatch(properties);
  }

  /** Draw what waits for the next frame: a print has none. */
  drawNow() {
    this._ground.land.drawNow();
  }
}
