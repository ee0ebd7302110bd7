// "Find a place": a button on the map that opens a field; the place that is chosen there gets a ring with its name.
import { element } from "../../furniture/element.js";
import { icon } from "../../furniture/icon.js";
import { PlaceField } from "../../furniture/place_field.js";
import { FoundPlace } from "./found_place.js";

const CLOSEST = { site: 13 };   // zoom, by precision …
const TOWN = 10;                // … and that of all others
const GLASS = "M6.5 2a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10 10l4 4";

export class PlaceSearch {
  /**
   * `find(text, signal)` gives places; `view` looks at one; `announce(words)` tells those who listen; onChange() hears
   * that a place was marked, or is no longer.
   */
  constructor(map, find, { view, announce, onChange }) {
    this._map = map;
    this._find = find;
    this._view = view;
    this._announce = announce;
    this._field = null;                    // made at the first press
    this._found = new FoundPlace(map, onChange);
    this._button = element("button", { type: "button", class: "atlas-find-button", "aria-label": "Find a place", title: "Find a place", "aria-expanded": "false" }, icon(GLASS));
    this._button.addEventListener("click", () => (this._isOpen() ? this._close() : this._open()));
    this.node = element("div", { class: "atlas-find leaflet-bar" }, this._button);
    L.DomEvent.disableClickPropagation(this.node).disableScrollPropagation(this.node);
  }

  /** What names of the base map give way to. */
  names() {
    return this._found.names();
  }

  listen(signal) {
    this._map.getContainer().addEventListener("keydown", ({ key }) => key === "Escape" && this._found.hide(), { signal });
    signal.addEventListener("abort", () => {
      this._field?.stop();
      this._found.hide();
    });
  }

  _isOpen() {
    return Boolean(this._field && !this._field.node.hidden);
  }

  _open() {
    if (!this._field) {
      this._field = new PlaceField(this._find, (place) => this._take(place), () => this._close());
      this.node.append(this._field.node);
    }
    this._found.hide();
    this._unfold(true);
    this._field.begin();
  }

  _close() {
    this._unfold(false);
    this._button.focus({ preventScroll: true });
  }

  _unfold(isOpen) {
    this._field.node.hidden = !isOpen;
    this._field.stop();
    this._button.setAttribute("aria-expanded", String(isOpen));
  }

  _take(place) {
    const { name, line, precision, bounds: [west, south, east, north] } = place;
    this._unfold(false);
    this._map.getContainer().focus({ preventScroll: true });
    this._view.go(L.latLngBounds([south, west], [north, west <= east ? east : east + 360]), CLOSEST[precision] || TOWN);
    this._found.show(place);
    this._announce(`The map shows ${name}, ${line}.`);
  }
}
