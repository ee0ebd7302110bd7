// The controls on the map: corner, scale, zoom, legend, and the button that keeps the view.
import { legendControl } from "../furniture/legend.js";
import { countWords, inView } from "./counts.js";
import { viewButton } from "./view_button.js";

export class Controls {
  /**
   * `parts` = {corner, overlay, search, full}; keepView() takes the view into links; onFold() hears that a reader has folded or
   * unfolded the legend; isFar(features, query) tells whether results are small in the view; on a narrow map the button that keeps the view stands below.
   */
  constructor(map, { legend, onFilter, onColor, onView }, { corner, overlay, search, full }, { keepView, onFold, isFar }, isNarrow) {
    this._map = map;
    this._corner = corner;
    this._overlay = overlay;
    this._isFar = isFar;
    this._legend = null;
    this._all = [control("topright", corner.node), L.control.scale({ imperial: false, position: "bottomright" })];
    if (!map.zoomControl) this._all.push(L.control.zoom());
    if (full) this._all.push(control("topleft", full));
    if (search) this._all.push(control("topleft", search.node));
    if (onView) this._all.push(control(isNarrow ? "bottomleft" : "topleft", viewButton(keepView, (words) => overlay.announce(words))));
    if (legend !== false) this._all.push((this._legend = legendControl({ onFilter, onColor, onFold })));
    this._all.forEach((each) => each.addTo(map));
  }

  /** Say what of an answer lies within bounds; `isSilent` keeps it from those who listen. */
  summarise(answer, bounds, look, query, isSilent) {
    const view = inView(answer, bounds);
    const words = countWords(view.total, answer);
    this._corner.show(words[0], view.total, answer, this._isFar(answer.features, query));
    if (!isSilent) this._overlay.announce(words.join(", "));
    if (this._legend) this._legend.update(view, look, query);
  }

  /** Fold what would cover too much of a map of a size {x, y}, unless a reader has said otherwise. */
  fold(size) {
    this._legend?.fold(size);
  }

  /** Where all of Leaflet's controls lie, whoever added them: [left, top, right, bottom] in px of the map's frame. */
  boxes() {
    const container = this._map.getContainer();
    const frame = container.getBoundingClientRect();
    return [...container.querySelectorAll(".leaflet-control")]
      .map((node) => node.getBoundingClientRect())
      .filter(({ width, height }) => width && height)
      .map(({ left, top, right, bottom }) => [left - frame.left, top - frame.top, right - frame.left, bottom - frame.top]);
  }

  remove() {
    this._all.forEach((each) => each.remove());
  }
}

function control(position, node) {
  const made = new L.Control({ position });
  made.onAdd = () => node;
  return made;
}
