// Pointer and keyboard over the map: what a reader points at, clicks, or leaves.
import { describe } from "../drawing/words.js";
import { isFurniture } from "./gestures.js";

const HIT = { mouse: 5, touch: 20 };   // px around a mark that still hit it
const MIRRORED = 200;                    // marks in view that the keyboard can walk

export class Pointer {
  /** `parts` = {map, look, picture, names, overlay, opening}; `letGo()` gives up the selected record. */
  constructor(parts, letGo) {
    this._parts = parts;
    this._letGo = letGo;
  }

  listen(signal) {
    const { map, overlay } = this._parts;
    const container = map.getContainer();
    // The focus that a click gives the map is nothing that a reader must see.
    document.addEventListener("pointerdown", () => container.classList.add("atlas-pointed"), { capture: true, signal });
    document.addEventListener("keydown", () => container.classList.remove("atlas-pointed"), { capture: true, signal });
    container.addEventListener("pointermove", (event) => this._hover(event), { signal });
    container.addEventListener("pointerleave", () => overlay.hideTip(), { signal });
    container.addEventListener("focusout", () => overlay.hideTip(), { signal });
    container.addEventListener("keydown", (event) => event.key === "Escape" && this._escape(event), { signal });
  }

  /** Answer a click of Leaflet's on the map. */
  click({ containerPoint, originalEvent }) {
    const { map, picture, overlay, opening } = this._parts;
    const isTouch = originalEvent && originalEvent.pointerType === "touch";
    const mark = picture.markAt(containerPoint, isTouch ? HIT.touch : HIT.mouse);
    overlay.closeList();
    if (mark) opening.open(mark, map.getContainer());
  }

  /** A canvas cannot take focus: each mark in view has an invisible button on top of it. */
  mirror() {
    const { picture, look, overlay, opening } = this._parts;
    overlay.mirror(picture.visible().slice(0, MIRRORED).map((mark) => ({
      ...mark,
      words: describe(mark, look).join(", "),
      current: mark.selected,
      focus: () => this._showTip(mark),
      open: (button) => opening.open(mark, button),
    })));
  }

  _hover(event) {
    const { map, picture, names, overlay } = this._parts;
    const isElsewhere = isFurniture(event.target) || event.buttons || event.pointerType === "touch";
    const point = map.mouseEventToContainerPoint(event);
    const mark = isElsewhere ? null : picture.markAt(point, HIT.mouse);
    map.getContainer().classList.toggle("atlas-over", Boolean(mark));
    const name = mark || isElsewhere ? null : names.at(point);
    if (mark) this._showTip(mark);
    else if (name) overlay.showTip(name.key, name, name.words);
    else overlay.hideTip();
  }

  _showTip(mark) {
    this._parts.overlay.showTip(mark.key, mark, describe(mark, this._parts.look));
  }

  _escape(event) {
    const { overlay, look } = this._parts;
    overlay.hideTip();
    if (overlay.closeList()) event.stopPropagation();
    else if (look.selected) this._letGo();
  }
}
