// The box in the upper right corner: how many are in view, the way to the results, and what is not on the map.
import { element } from "../../furniture/element.js";
import { unplacedList } from "../../furniture/unplaced.js";
import { drawnOf } from "./counts.js";

export class Corner {
  /** `isUnfolded` opens the list of what is not on the map; `onFold` hears of it. `choose` is that of unplacedList. */
  constructor({ isUnfolded, onZoom, onFold, choose }) {
    this._isUnfolded = isUnfolded;
    this._onFold = onFold;
    this._choose = choose;
    this._unplaced = null;
    this._listed = "";
    this.node = element("div", { class: "atlas-count" });
    this._inView = element("span");
    this._zoom = element("button", { type: "button", class: "atlas-results" }, "Zoom to results");
    this._zoom.addEventListener("click", onZoom);
    this._reset = element("button", { type: "button", class: "atlas-results" }, "Show all");
    this._reset.addEventListener("click", () => this._way?.());
    L.DomEvent.disableClickPropagation(this.node);
  }

  /** Made again for an answer that differs, not for a pan; a reader's folding stays. */
  list({ unplaced }) {
    const listed = JSON.stringify(unplaced);
    if (listed === this._listed) return;
    this._listed = listed;
    this._unplaced = unplacedList(unplaced, this._isUnfolded, this._choose);
    this._unplaced?.addEventListener("toggle", ({ target }) => this._fold(target));
  }

  // A list that is made open says so, which is nothing new.
  _fold({ open }) {
    if (open === this._isUnfolded) return;
    this._isUnfolded = open;
    this._onFold();
  }

  /** `isFar` says that the results are small in the view, `way` leads back where nothing matches. What stays is left in its place: to take it out would take its focus and its scrolling. */
  show(words, total, answer, isFar, way) {
    this._inView.textContent = words;
    this._way = way;
    const parts = [this._inView, way && this._reset, (isFar || total < drawnOf(answer)) && this._zoom, this._unplaced].filter(Boolean);
    const { children } = this.node;
    if (children.length !== parts.length || parts.some((part, i) => part !== children[i])) this.node.replaceChildren(...parts);
  }
}
