// The small globe that shows where a near view lies.
import { sized } from "../../drawing/canvas.js";
import { drawGlobe, GLOBE_SIDE } from "../../drawing/globe.js";
import { element } from "../../furniture/element.js";
import { GLOBE_FROM, GLOBE_WIDEST, THEMES } from "../../shared.js";
import { boundsInView } from "../../sources/bounds.js";
import { asset } from "../../sources/http.js";
import { spotFor } from "./inset_spot.js";

export class Inset {
  /** `land` is the address of the coarse outlines, or what is there; onLoad() hears that they have come. */
  constructor(map, land, onLoad) {
    this._map = map;
    this._land = land;
    this._onLoad = onLoad;
    this._rings = null;                    // [[lon, lat], …] of each area, once they are loaded
    this._isLoading = false;
    this._theme = "light";
    this._box = null;
    this._canvas = element("canvas");
    this.node = element("div", { class: "atlas-inset", role: "img", hidden: "" }, this._canvas);
    map.getContainer().querySelector(".leaflet-control-container").append(this.node);
  }

  /** Follow the view: `taken` are the boxes of what else lies over the map, `marks` those of the marks. */
  follow(taken, marks) {
    const size = this._map.getSize();
    const view = this._viewOf(size);
    const isWanted = size.x >= GLOBE_FROM && view.degrees < GLOBE_WIDEST;
    this._box = isWanted ? spotFor(GLOBE_SIDE, size, taken, marks, this._box) : null;
    if (isWanted) this._load();
    this.node.hidden = !this._box || !this._rings;
    if (this._box) Object.assign(this.node.style, { left: `${this._box[0]}px`, top: `${this._box[1]}px` });
    if (!this.node.hidden) this._draw(view);
  }

  /** Where it lies, in px of the map's frame: a list of one box or none. */
  boxes() {
    return this.node.hidden ? [] : [this._box];
  }

  setTheme(theme) {
    this._theme = theme;
    if (!this.node.hidden) this._draw(this._viewOf(this._map.getSize()));
  }

  remove() {
    this.node.remove();
  }

  async _load() {
    if (this._rings || this._isLoading) return;
    this._isLoading = true;
    const data = await asset(this._land).catch(() => null);   // asked for again at the next view
    this._isLoading = false;
    if (!data) return;
    this._rings = data.land.coordinates.map(([ring]) => ring);
    this._onLoad();
  }

  _viewOf({ x, y }) {
    const [west, , east] = boundsInView(this._map);
    const { lng, lat } = this._map.getCenter().wrap();
    return { center: [lng, lat], degrees: east - west, ratio: y / x };
  }

  _draw(view) {
    drawGlobe(sized(this._canvas, { x: GLOBE_SIDE, y: GLOBE_SIDE }), this._rings, view, THEMES[this._theme]);
    this.node.setAttribute("aria-label", `On the globe the map lies around ${inWords(view.center)}`);
  }
}

const inWords = ([lon, lat]) => [degreesOf(lat, "N", "S"), degreesOf(lon, "E", "W")].join(", ");

const degreesOf = (value, positive, negative) => `${Math.abs(Math.round(value))}° ${value < 0 ? negative : positive}`;
