// The controls on the map: corner, scale, zoom, legend, search, full screen, and the button that keeps the view.
import { legendControl } from "../furniture/legend.js";
import { WORLD } from "../sources/bounds.js";
import { Corner } from "./controls/corner.js";
import { countWords, inView } from "./controls/counts.js";
import { fullScreenButton } from "./controls/full_screen.js";
import { PlaceSearch } from "./controls/place_search.js";
import { viewButton } from "./controls/view_button.js";

export class Controls {
  /**
   * `options` are those of attach, `parts` = {source, overlay, view}. `on` has what a reader does: zoom() to the results,
   * keepView() in links, openUnplaced(entry, button), fold() or unfold a part, find() a place or leave it. On a small map
   * the list of what is not on it starts folded, and the button that keeps the view stands below. All ends with `signal`.
   */
  constructor(map, options, { source, overlay, view }, on, isSmall, signal) {
    const { legend, onFilter, onColor, onView, onReset, whole } = options;
    const announce = (words) => overlay.announce(words);
    const full = fullScreenButton(whole || map.getContainer(), signal);
    this._map = map;
    this._wayBack = (answer, query) => (!answer.numberMatched && onReset?.(query)) || null;
    this._overlay = overlay;
    this._view = view;
    this._corner = new Corner({ isUnfolded: !isSmall, onZoom: on.zoom, onFold: on.fold, choose: source.incidents && on.openUnplaced });
    this._search = source.places && new PlaceSearch(map, source.places.bind(source), { view, announce, onChange: on.find });
    this._search?.listen(signal);
    this._legend = legend !== false && legendControl({ onFilter, onColor, onFold: on.fold });
    this._all = [
      control("topright", this._corner.node),
      L.control.scale({ imperial: false, position: "bottomright" }),
      !map.zoomControl && L.control.zoom(),
      this._search && control("topleft", this._search.node),
      full && control("topleft", full),
      onView && control(isSmall ? "bottomleft" : "topleft", viewButton(on.keepView, announce)),
      this._legend,
    ].filter(Boolean);
    this._all.forEach((each) => each.addTo(map));
  }

  /** Take over an answer; they get the size that they have with all of the first one in view. */
  take(answer, look, query, isFirst) {
    this._corner.list(answer);
    if (!isFirst) return;
    this.summarise(answer, WORLD, look, query, true);
    this.fold(this._map.getSize());
  }

  /** Say what of an answer lies within bounds; `isSilent` keeps it from those who listen. */
  summarise(answer, bounds, look, query, isSilent) {
    const view = inView(answer, bounds);
    const words = countWords(view.total, answer);
    this._corner.show(words[0], view.total, answer, this._view.isFar(answer.features, query), this._wayBack(answer, query));
    if (!isSilent) this._overlay.announce(words.join(", "));
    if (this._legend) this._legend.update(view, look, query);
  }

  /** The name at a place that was looked for, as names of marks are: a list of one or none. */
  names() {
    return this._search?.names() || [];
  }

  /** On a low map a chosen mark has the room of what can be missed. */
  giveWay(isChosen) {
    this._map.getContainer().querySelector(".leaflet-control-container").classList.toggle("atlas-chosen", isChosen);
  }

  /** Fold what would cover too much of a map of a size {x, y}, unless a reader has said otherwise. */
  fold(size) {
    if (this._legend) this._legend.fold(size);
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
