// The ring around a place that a reader looked for, with its name.
import { element } from "../../furniture/element.js";
import { paneOf } from "../../ground/panes.js";
import { latLng } from "../view.js";

export class FoundPlace {
  /** `onChange()` hears that it came or went. */
  constructor(map, onChange) {
    this._map = map;
    this._onChange = onChange;
    this._marker = null;
    this._name = "";
    this._follow = null;
  }

  /** What names of the base map give way to: [{text, box, x, y}], as those of marks. */
  names() {
    if (!this._marker) return [];
    const frame = this._map.getContainer().getBoundingClientRect();
    const { left, top, right, bottom } = this._marker.getElement().querySelector("bdi").getBoundingClientRect();
    const { x, y } = this._map.latLngToContainerPoint(this._marker.getLatLng());
    return [{ text: this._name, box: [left - frame.left, top - frame.top, right - frame.left, bottom - frame.top], x, y }];
  }

  show({ name, lon, lat }) {
    this.hide();
    this._name = name;
    paneOf(this._map, "atlas-found");
    const html = element("div", {}, element("i"), element("bdi", {}, name));
    const icon = L.divIcon({ className: "atlas-found", html, iconSize: [0, 0] });
    this._marker = L.marker(latLng(this._map, [lon, lat]), { icon, interactive: false, keyboard: false, pane: "atlas-found" }).addTo(this._map);
    this._follow = () => this._marker.setLatLng(latLng(this._map, [lon, lat]));   // to another copy of the world
    this._map.on("moveend", this._follow);
    this._onChange();
  }

  hide() {
    if (!this._marker) return;
    this._map.off("moveend", this._follow);
    this._marker.remove();
    this._marker = null;
    this._onChange();
  }
}
