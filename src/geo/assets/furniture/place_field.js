// A field for the name of a place, with the places that it may mean: the combobox of the ARIA Authoring Practices.
import { plural } from "../drawing/words.js";
import { element } from "./element.js";

const LIST = "atlas-places";
const STILL = 150;              // ms without a letter until the server is asked
const AGAIN = 3000;             // ms until it is asked again, where it cannot tell yet
const NONE = "No place of this name is known.";
const NO_ANSWER = "The server does not answer.";
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

export class PlaceField {
  /** `find(text, signal)` gives places {name, line, …}; `choose(place)` takes one; `leave()` is called on Escape. */
  constructor(find, choose, leave) {
    this._find = find;
    this._choose = choose;
    this._leave = leave;
    this._places = [];
    this._active = -1;
    this._isAsked = false;                 // are the places of what is written still to come?
    this._isWanted = false;                // Enter was pressed before they were there
    this._asking = new AbortController();
    this._input = element("input", {
      type: "text", role: "combobox", "aria-label": "Find a place", "aria-autocomplete": "list", "aria-controls": LIST, "aria-expanded": "false",
      autocomplete: "off", autocapitalize: "off", spellcheck: "false", maxlength: "100", placeholder: "Town, region or country",
    });
    this._list = element("ul", { id: LIST, role: "listbox", "aria-label": "Places", hidden: "" });
    this._status = element("p", { role: "status" });
    this.node = element("div", { class: "atlas-place-field" }, this._input, this._list, this._status);
    this._input.addEventListener("input", () => this._typed());
    this._input.addEventListener("keydown", (event) => this._key(event));
    this._input.addEventListener("blur", () => this._fold());
    this._list.addEventListener("pointerdown", (event) => event.preventDefault());   // the field keeps the focus
  }

  /** Begin with an empty field. */
  begin() {
    this._input.value = "";
    this._forget();
    this._input.focus({ preventScroll: true });
  }

  /** Take back what was asked. */
  stop() {
    clearTimeout(this._later);
    this._asking.abort();
  }

  _typed() {
    const text = this._input.value.trim();
    this._isWanted = false;
    if (!text) return this._forget();
    this._isAsked = true;
    this._askAfter(STILL, text);
  }

  _askAfter(ms, text) {
    this.stop();
    this._later = setTimeout(() => this._ask(text), ms);
  }

  async _ask(text) {
    const { signal } = (this._asking = new AbortController());
    try {
      const places = await this._find(text, signal);
      if (!signal.aborted) this._show(places);
    } catch (error) {
      if (!signal.aborted) this._fail(/** @type {any} */ (error), text);
    }
  }

  _fail({ status, message }, text) {
    this._forget();
    this._status.textContent = status ? sentence(message) : NO_ANSWER;
    if (status === 503) this._askAfter(AGAIN, text);
  }

  _show(places) {
    this._isAsked = false;
    this._places = places;
    this._list.replaceChildren(...places.map((place, i) => this._optionOf(place, i)));
    this._status.replaceChildren(places.length ? element("span", { class: "atlas-hidden" }, plural(places.length, "place")) : NONE);
    this._point(-1);
    this._unfold(places.length > 0 && this._input === document.activeElement);
    if (this._isWanted && places.length) this._take(places[0]);
  }

  _optionOf(place, i) {
    const option = element("li", { role: "option", id: `${LIST}-${i}`, "aria-selected": "false" }, element("strong", {}, element("bdi", {}, place.name)), element("span", {}, place.line));
    option.addEventListener("click", () => this._take(place));
    return option;
  }

  _key(event) {
    const { key } = event;
    event.stopPropagation();               // the map has the same keys
    if (key in STEPS && this._places.length) {
      event.preventDefault();
      this._step(STEPS[key]);
    } else if (key === "Enter") {
      event.preventDefault();
      this._enter();
    } else if (key === "Escape") {
      if (!this._fold()) this._leave();
    }
  }

  // From the field to the first or last place, and back to the field.
  _step(way) {
    const last = this._places.length;
    this._unfold(true);
    this._point(((this._active + 1 + way + last + 1) % (last + 1)) - 1);
  }

  // The places of what was written before are not those of the name that is written now.
  _enter() {
    const place = this._places[this._isAsked ? this._active : Math.max(0, this._active)];
    if (place) this._take(place);
    else this._isWanted = true;
  }

  _take(place) {
    this._forget();
    this._choose(place);
  }

  _point(at) {
    this._active = at;
    [...this._list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    const option = this._list.children[at];
    if (option) this._input.setAttribute("aria-activedescendant", option.id);
    else this._input.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  }

  _unfold(isOpen) {
    this._list.hidden = !isOpen;
    this._input.setAttribute("aria-expanded", String(isOpen));
  }

  // Tells whether there was a list.
  _fold() {
    const wasOpen = !this._list.hidden;
    this._unfold(false);
    this._point(-1);
    return wasOpen;
  }

  _forget() {
    this.stop();
    this._isAsked = false;
    this._places = [];
    this._list.replaceChildren();
    this._status.textContent = "";
    this._fold();
  }
}

const sentence = (words) => `${words[0].toUpperCase()}${words.slice(1)}.`;
