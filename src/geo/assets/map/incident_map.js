// The incident layer: asks a source what is in view and draws it on one canvas over a Leaflet map.
// Data reach the page only as canvas text and textContent, so nothing in them can run.
import { Overlay } from "../furniture/overlay.js";
import { Ground } from "../ground/ground.js";
import { SYMBOLS } from "../shared.js";
import { boundsOfMap } from "../sources/bounds.js";
import { httpSource } from "../sources/http.js";
import { isOtherPeriod } from "../sources/queries.js";
import { Clearance } from "./clearance.js";
import { Controls } from "./controls.js";
import { deafenTo, tameTouch, tameWheel } from "./gestures.js";
import { Inset } from "./controls/inset.js";
import { Look } from "./look.js";
import { calm, keepStill, onScheme } from "./motion.js";
import { stateOf } from "./options.js";
import { Opening } from "./opening.js";
import { Picture } from "./picture.js";
import { Pointer } from "./pointer.js";
import { ReadableLayer } from "./readable_layer.js";
import { Requests } from "./requests.js";
import { Rest } from "./rest.js";
import { View } from "./view.js";

const SETTLED = 150;                     // ms after the last step until names and words follow
const NAMED = 500;                       // ms after the last change until marks without a name ask for it
const FIRST = 500;                       // ms in which the first answer, which fits the view, comes before the land
const SPOKEN = [["role", "region"], ["aria-label", "Map of incidents"]];   // where the page says nothing better
const SMALL = { x: 480, y: 320 };         // px of a map below which the list of what is not on it starts folded

/** Put the incident layer on a map; options.js has the options. */
export const attach = (map, options = {}) => new IncidentLayer(options).addTo(map);

class IncidentLayer extends ReadableLayer {
  constructor(options) {
    super();
    this.options = { assets: "/assets", ...options };
    this.state = stateOf(options);
    this.source = options.source || httpSource("", () => this.state.token);
    this.ready = new Promise((resolve) => (this._isReady = () => resolve(undefined)));
    this._look = new Look(SYMBOLS, this.state);
  }

  // --- for pages and tests -----------------------------------------------------------------------

  /** Take over what differs from the state given before. An `answer` to its query saves the request for it. */
  setState(state, answer = null) {
    const before = this.state.query;
    const changed = Object.keys(this.state).filter((key) => key in state && !isSame(state[key], this.state[key]));
    for (const key of changed) this.state[key] = state[key];
    const isChanged = (...keys) => changed.some((key) => keys.includes(key));
    if (isChanged("theme", "colorBy", "groups", "largest")) this._restyle();
    this._look.selected = this.state.selected;
    if (!this._map) return this;
    if (isChanged("borders")) this._ground.setBorders(this.state.borders);
    if (isChanged("at")) this._view.lookFrom(this.state.at);
    if (isChanged("selected")) this._choose(this.state.selected, { reveal: true });
    if (isChanged("revision", "token")) this.source.renew?.();
    const isStep = changed.join() === "query" && !answer && this.source.has?.(this.state.query) && isOtherPeriod(before, this.state.query);
    if (isStep) this._requests.step();
    else if (isChanged("query", "revision", "token") || (answer && !this._requests.current)) this._requests.change(answer);
    return this;
  }

  /** Ask for another period while a reader moves through time: the view stays, also where nothing is left in it. */
  moveTime(query) {
    this.state.query = query;
    return this._requests.step();
  }

  /** Bring the selected record into the frame, if it is drawn and not there already. */
  async reveal() {
    const id = this._look.selected;
    const point = id && (await this._requests.positionOf(id));
    if (point && id === this._look.selected && this._map) this._view.reveal(point);
  }

  // --- for Leaflet -------------------------------------------------------------------------------

  onAdd(map) {
    map.incidentAtlas = this;              // where a later script finds the layer of a map
    if (calm()) keepStill(map);
    this._stop = new AbortController();
    this._frame(map);
    this._assemble(map);
    this._listen(map);
    this._restyle();
    this._controls.giveWay(this._look.selected != null);
    this._view.lookFrom(this.state.at);
    // Not at once: a page may give the state right after the map, and only that is asked for.
    queueMicrotask(() => this._requests.current || this._requests.load());
    return this;
  }

  onRemove() {
    this._stop.abort();
    this._requests.stop();
    this._rest.stop();
    this._observer.disconnect();
    [this._inset, this._controls, this._ground, this._picture, this._overlay].forEach((part) => part.remove());
    return this;
  }

  getEvents() {
    return {
      move: this._draw,
      zoom: this._draw,
      viewreset: this._draw,
      zoomanim: (event) => this._picture.stretch(event),
      movestart: () => this._overlay.hideTip(),
      moveend: this._moved,
      resize: this._moved,
      click: (event) => this._pointer.click(event),
      layeradd: this._yield,
    };
  }

  // --- set-up ------------------------------------------------------------------------------------

  _frame(map) {
    const container = map.getContainer();
    Object.assign(map.options, { zoomSnap: 0.25, wheelPxPerZoomLevel: 90 });   // outlines have no tiles to keep whole
    const { x, y } = map.getSize();
    this._isSmall = x < SMALL.x || y < SMALL.y;
    this._picture = new Picture(map, this._look);
    this._overlay = new Overlay(container);
    this._view = new View(map, this.options.fit === false, this._picture, () => this._controls.boxes());
    this._requests = new Requests(map, this.source, () => ({ ...this.state, isFitted: this._view.isFitted }), {
      wait: (reason) => this._wait(reason),
      answer: (answer, before, reason) => this._accept(answer, before, reason),
      fault: (error, isFinal) => this._say(isFinal ? error.message : "The server does not answer. Trying again…"),
    });
    this._rest = new Rest([[SETTLED, () => this._settle()], [NAMED, () => this._nameMarks()]]);
    container.classList.add("atlas-map");
    for (const [name, value] of SPOKEN) if (!container.hasAttribute(name)) container.setAttribute(name, value);
  }

  _assemble(map) {
    const { source, _look: look, _picture: picture, _overlay: overlay } = this;
    const start = Promise.race([this.ready, new Promise((resolve) => setTimeout(resolve, FIRST))]);
    this._ground = new Ground(map, this.options, { theme: look.theme, borders: this.state.borders, obstacles: () => this._clearance.obstacles(), start });
    const { names } = this._ground;
    const select = (id, feature) => this._select(id, feature);
    const opening = new Opening({ map, source, look, view: this._view, picture, overlay, nameMarks: () => this._nameMarks() }, () => this.state.query, select);
    this._pointer = new Pointer({ map, look, picture, names, overlay, opening }, () => this._select(null, {}));
    this._controls = new Controls(map, this.options, { source, overlay, view: this._view }, {
      zoom: () => this._zoomToResults(),
      keepView: () => this._keepView(),
      openUnplaced: (entry, button) => opening.openUnplaced(entry, button),
      fold: () => this._clear(),
      find: () => names.refresh(),
    }, this._isSmall, this._stop.signal);
    const { coarse = `${this.options.assets}/basemap/110m.json` } = this.options.basemap || {};
    this._inset = new Inset(map, coarse, () => this._map && this._clearance.makeRoom());
    this._clearance = new Clearance({ picture, controls: this._controls, inset: this._inset, names, view: this._view });
  }

  _keepView() {
    this.state.at = String(this._view);    // when it comes back it is nothing new
    this.options.onView(this.state.at);
  }

  _listen(map) {
    const { signal } = this._stop;
    const container = map.getContainer();
    this._pointer.listen(signal);
    onScheme(() => this._restyle(), signal);
    tameWheel(map, this._overlay, signal);
    tameTouch(map, this._overlay, signal);
    [this._overlay.node, container.querySelector(".leaflet-control-container")].forEach((part) => deafenTo(part, signal));
    this._observer = new ResizeObserver(() => this._resized());
    this._observer.observe(container);
  }

  // --- what happens ------------------------------------------------------------------------------

  // Tiles that somebody else adds bear names too.
  _yield({ layer }) {
    if (layer instanceof L.TileLayer) layer.once("tileload", () => this._ground.names.remove());
  }

  _resized() {
    const { clientWidth: x, clientHeight: y } = this._map.getContainer();
    if (this.answer) this._controls.fold({ x, y });
    this._view.resize({ pan: Boolean(this.state.at), animate: false });   // a view that was asked for keeps its middle
    if (!this.answer && !this._requests.current) this._requests.load();
    else if (this._look.selected) this.reveal();
    if (this.answer) this._clear();
  }

  _moved() {
    this._draw();
    this._summarise();
    this._requests.follow();
  }

  // The old picture stays; it fades when it answers another question, and a slow answer is announced.
  _wait(reason) {
    if (reason === "filter") this._picture.pale(true);
    this._overlay.busy(true);
  }

  _say(notice) {
    this._overlay.busy(false);
    this._overlay.notice(notice);
  }

  _accept(answer, before, reason) {
    const isStep = (this._isMoving = reason === "time");
    if (reason === "move" && [before, answer].some((each) => each && each.kind === "cells")) this._picture.leaveBehind();
    this._say("");
    this._picture.pale(false);
    this._picture.show(answer.features);
    this._controls.take(answer, this._look, this.state.query, !before);
    const isFirst = this._view.fit(answer.features, this.state.query);
    this._draw();
    this._summarise(isStep);
    if (!isStep) this._clearance.bringOut();
    this._rest.begin();
    this._isReady();
    if (!before) this.source.bring?.();
    if (isFirst) this.reveal();
    if (this.isStale()) this._requests.load("move");
    else if (reason === "filter" && answer.numberMatched && !this._picture.visible().length) this._goToMatches();
  }

  _zoomToResults() {
    this._map.getContainer().focus({ preventScroll: true });   // the button goes once it has been obeyed
    this._goToMatches();
  }

  async _goToMatches() {
    const found = await this._requests.everything();
    if (found?.features.length) this._view.show(found.features, this.state.query);
  }

  _restyle() {
    this._look.follow(this.state);
    this.fire("restyle");
    if (!this._map) return;
    this._map.getContainer().dataset.theme = this._look.theme;
    this._ground.setTheme(this._look.theme);
    this._inset.setTheme(this._look.theme);
    this._draw();
    this._summarise();
    if (this.answer) this._clearance.bringOut();
  }

  _draw = () => this._map && this._picture.draw();

  // While steps follow on each other, nobody reads them out and nobody walks the marks.
  _summarise(isStep = false) {
    if (!this.answer) return;
    this._controls.summarise(this.answer, boundsOfMap(this._map), this._look, this.state.query, isStep);
    if (isStep) return;
    this._clearance.makeRoom();
    this._pointer.mirror();
  }

  // Other boxes lie over the map, or other marks under them.
  _clear() {
    this._clearance.makeRoom();
    this._clearance.bringOut();
  }

  _settle() {
    if (!this._isMoving) return;
    this._isMoving = false;
    this._summarise();
    this._clearance.bringOut();
  }

  _nameMarks() {
    return this.answer?.bare && this.source.named ? this._requests.name() : null;
  }

  // --- choosing ----------------------------------------------------------------------------------

  /**
   * @param {string | null} id
   * @param {{geometry?: any}} feature
   */
  _select(id, { geometry }) {
    this.state.selected = id;
    this._choose(id);
    if (this.options.onSelect) this.options.onSelect(id, geometry?.coordinates);
  }

  _choose(id, { reveal = false } = {}) {
    this._look.selected = id;
    this._controls.giveWay(id != null);
    this.fire("choose");
    this._draw();
    this._clear();
    this._pointer.mirror();
    if (reveal && this._view.isFitted) this.reveal();
  }
}

const isSame = (a, b) => JSON.stringify(a) === JSON.stringify(b);
