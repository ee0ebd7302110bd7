// The incident layer: asks a source what is in view and draws it on one canvas over a Leaflet map.
// Data reach the page only as canvas text and textContent, so nothing in them can run.
// A part of /assets/atlas.js, after leaflet.js, symbols.js, marks.js, base_map.js, labels.js, overlay.js,
// legend.js, unplaced.js and source.js.
"use strict";

(function (atlas) {
  const WORLD_ZOOM = 2;                    // zoom at which the whole world is asked for
  const FIT_ZOOM = 6;                      // never closer than this when the map chooses its own view
  const FIT_PADDING = [56, 56];            // px
  const SPLIT_ZOOM = 12;                   // records that even this zoom does not part are on one spot
  const CELL_STEP = 3;                     // zoom levels that a click on a cell moves at most
  const SETTLE = 120;                      // ms of stillness before a move asks the source
  const SPINNER_AFTER = 400;               // ms
  const FIRST = 500;                       // ms in which the first answer, which fits the view, comes before the land
  const RETRY = [1000, 30000];             // ms, first and longest wait before asking again
  const LEAVE = 200;                       // ms in which what was drawn fades, as long as in style.css
  const FLY = 0.7;                         // s
  const CONFIRM = 1500;                    // ms that a pressed button says so
  const REACH = { mouse: 5, touch: 20 };   // px around a mark that still hit it
  const DRAG = 10;                         // px that a finger moves before it is no tap
  const MIRRORED = 200;                    // marks in view that the keyboard can walk
  const LISTED = 50;                       // records asked for when a cell cannot be parted by zooming
  const REVEAL_PADDING = [48, 48];         // px between a revealed mark and the frame
  const NARROW = 480;                      // px of map width below which the legend starts closed
  const LEGEND_SHARE = 2.5;                // a map this many times as wide as its legend keeps marks clear of it
  const KM_PER_DEGREE = 111.195;           // along a meridian
  const PANE_Z = 450;                      // over Leaflet's overlays, under its markers

  // --- public ---------------------------------------------------------------------------------

  /**
   * Put the incident layer on a map. options:
   *   source     {cells(query, bounds, zoom, signal), incident(id), incidents(query, bounds | null, limit)}; default httpSource()
   *   symbols    the table of /assets/symbols.json; default the one that comes with /assets/atlas.js
   *   onSelect   (id, [lon, lat]) a reader has chosen a record, or (null) let go of it
   *   onView     ("lat,lon,zoom") a reader wants this view in links and figures; without it there is no button
   *   onFilter   (parameter, value) a reader has chosen a row of the legend; without it they are no buttons
   *   query, selected, theme ("light" | "dark" | "auto"), colorBy ("status" | "group"),
   *   groups     [{value, label}], most frequent first: which group has which colour
   *   revision   of the data: another one has them fetched anew
   *   token      stands for a reader's own files: with it the server shows them beside the rest
   *   basemap    {coarse, fine, names}: addresses, or what is there;   assets: where our files are, "/assets"
   *   tiles      {url, credit}: map tiles of an outside server, drawn over the land; none by default
   *   legend     false leaves it out
   *   at         "lat,lon,zoom", where to look first; without it, at all that matches
   *   fit        false leaves the map where it looks
   *   wheel      true zooms; "click" only with Ctrl, or after a click in the map
   */
  atlas.attach = (map, options = {}) => new IncidentLayer(options).addTo(map);

  // --- the layer ------------------------------------------------------------------------------

  const IncidentLayer = L.Layer.extend({
    initialize(options) {
      this.options = { assets: "/assets", wheel: true, ...options };
      const { query = "", selected = null, theme = "auto", colorBy = "status", groups = [], revision = 0, token = null, at = "" } = options;
      this._given = { query, selected, theme, colorBy, groups, revision, token, at };
      this._selected = selected;
      this._source = options.source || atlas.httpSource("", () => this._given.token);
      this._look = { symbols: null, selected, theme: resolved(theme), colorBy, groups: new Map(), groupLabels: new Map() };
      this._data = null;                   // the last answer …
      this._area = null;                   // … and the bounds it was asked for
      this._marks = [];                    // in world pixels of this._zoom
      this._failures = 0;
      this._fitted = options.fit === false;
      this.ready = new Promise((resolve) => (this._isReady = resolve));
    },

    /** Take over what differs from the state given before; the map is never re-created. */
    setState(state) {
      const changed = Object.keys(this._given).filter((key) => key in state && !same(state[key], this._given[key]));
      for (const key of changed) this._given[key] = state[key];
      if (changed.some((key) => ["theme", "colorBy", "groups"].includes(key))) this._restyle();
      if (changed.includes("at")) this._lookFrom(state.at);
      if (changed.includes("selected")) this._choose(state.selected, { reveal: true });
      if (changed.some((key) => ["query", "revision", "token"].includes(key))) this._load("filter");
      return this;
    },

    /** What is drawn in view, in container pixels. */
    marks() {
      return this._visible().map((mark) => ({
        id: mark.kind === "incident" ? mark.ids[0] : null,
        kind: mark.kind,
        x: Math.round(mark.x),
        y: Math.round(mark.y),
        status: mark.kind === "cell" ? null : mark.feature.properties.status,
        ids: mark.ids,
      }));
    },

    /** The symbol of a record as a small canvas. */
    swatch(properties) {
      return atlas.swatch(properties, this._look);
    },

    /** Draw what waits for the next frame: a print has none. */
    drawNow() {
      this._base.drawNow();
    },

    /** Bring the selected record into the frame, if it is drawn and not there already. */
    async reveal() {
      const id = this._selected;
      const point = id && (this._pointOf(id) || (await this._askPoint(id)));
      if (!point || id !== this._selected || !this._map) return;
      const seen = this._map.getBounds().contains(latLng(point));
      const [x, y] = REVEAL_PADDING;
      const paddingTopLeft = [x, y + this._coveredAt(point, x)];
      if (seen) this._map.panInside(latLng(point), { paddingTopLeft, paddingBottomRight: [x, y], animate: !calm() });
      else this._map.panTo(latLng(point), { animate: !calm() });
    },

    // The height of the corner box, if it would lie over a point.
    _coveredAt(point, margin) {
      const { x } = this._map.latLngToContainerPoint(latLng(point));
      return x > this._map.getSize().x - this._count.offsetWidth - margin ? this._count.offsetHeight : 0;
    },

    onAdd(map) {
      map.incidentAtlas = this;            // where a later script finds the layer of a map
      if (calm()) keepStill(map);
      this._frame(map);
      this._addControls(map);
      this._listen(map);
      this._restyle();
      this._lookFrom(this._given.at);
      this._start();
    },

    onRemove() {
      this._stop.abort();
      if (this._request) this._request.abort();
      clearTimeout(this._timer);
      clearTimeout(this._slow);
      clearTimeout(this._moveTimer);
      this._observer.disconnect();
      this._controls.forEach((control) => control.remove());
      [this._base, this._tiles, this._names, this._canvas, this._overlay].forEach((part) => part && part.remove());
    },

    getEvents() {
      return {
        move: this._draw,
        zoom: this._draw,
        viewreset: this._draw,
        zoomanim: this._stretch,
        movestart: () => this._overlay.hideTip(),
        moveend: this._moved,
        resize: this._moved,
        click: this._clicked,
        layeradd: this._giveWay,
      };
    },

    // --- set-up -------------------------------------------------------------------------------

    _frame(map) {
      const container = map.getContainer();
      const pane = map.getPane("atlas-incidents") || map.createPane("atlas-incidents");
      Object.assign(pane.style, { zIndex: PANE_Z, pointerEvents: "none" });
      this._canvas = atlas.element("canvas", { class: "atlas-canvas leaflet-zoom-animated" });
      pane.append(this._canvas);
      this._overlay = new atlas.Overlay(container);
      container.classList.add("atlas-map");
      if (!container.hasAttribute("role")) container.setAttribute("role", "region");
      if (!container.hasAttribute("aria-label")) container.setAttribute("aria-label", "Map of incidents");
      const { assets, basemap = {} } = this.options;
      const file = (name) => `${assets}/basemap/${name}.json`;
      const { coarse, fine, names } = { coarse: file("110m"), fine: file("50m"), names: file("labels"), ...basemap };
      const start = Promise.race([this.ready, new Promise((resolve) => setTimeout(resolve, FIRST))]);
      this._base = atlas.baseMap(map, { coarse, fine }, this._look.theme, start);
      if (this.options.tiles) this._tiles = atlas.tiles(map, this.options.tiles, () => this._names.remove());   // tiles bear names
      this._names = atlas.labels(map, names, this._look.theme, () => this._obstacles(), start);
    },

    // Tiles of somebody else's bear names too.
    _giveWay({ layer }) {
      if (layer instanceof L.TileLayer) layer.once("tileload", () => this._names.remove());
    },

    _addControls(map) {
      const narrow = map.getSize().x < NARROW;
      Object.assign(map.options, { zoomSnap: 0.25, wheelPxPerZoomLevel: 90 });   // outlines have no tiles to keep whole
      this._count = atlas.element("div", { class: "atlas-count" });
      this._inView = atlas.element("span");
      this._showAll = atlas.element("button", { type: "button", class: "atlas-all" }, "Show all");
      this._showAll.addEventListener("click", () => {
        map.getContainer().focus({ preventScroll: true });   // the button goes when all is shown
        this._goToMatches();
      });
      L.DomEvent.disableClickPropagation(this._count);
      this._controls = [control("topright", this._count), L.control.scale({ imperial: false, position: "bottomright" })];
      if (!map.zoomControl) this._controls.push(L.control.zoom());
      const { legend, onFilter, onView } = this.options;
      if (onView) this._controls.push(control(narrow ? "bottomleft" : "topleft", this._viewButton(onView)));
      if (legend !== false) this._controls.push((this._legend = atlas.legend({ collapsed: narrow, onFilter })));
      this._controls.forEach((each) => each.addTo(map));
    },

    _viewButton(onView) {
      const title = "Put where the map looks now into the link, the embed and the files";
      const button = atlas.element("button", { type: "button", class: "atlas-view", title }, "Use this view");
      L.DomEvent.disableClickPropagation(button);
      button.addEventListener("click", () => {
        this._given.at = viewOf(this._map);   // what comes back is no news
        onView(this._given.at);
        this._overlay.announce("Link, embed and files now start from this view.");
        button.classList.add("atlas-used");
        setTimeout(() => button.classList.remove("atlas-used"), CONFIRM);
      });
      return button;
    },

    _listen(map) {
      this._stop = new AbortController();
      const { signal } = this._stop;
      const container = map.getContainer();
      container.addEventListener("pointermove", (event) => this._hover(event), { signal });
      container.addEventListener("pointerleave", () => this._overlay.hideTip(), { signal });
      container.addEventListener("focusout", () => this._overlay.hideTip(), { signal });
      container.addEventListener("keydown", (event) => event.key === "Escape" && this._escape(event), { signal });
      window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this._restyle(), { signal });
      tameWheel(map, this.options.wheel, this._overlay, signal);
      tameTouch(map, this._overlay, signal);
      [this._overlay.node, container.querySelector(".leaflet-control-container")].forEach((part) => deafenTo(part, signal));
      this._observer = new ResizeObserver(() => this._resized());
      this._observer.observe(container);
    },

    // Not at once: a page may give the state right after the map, and only that is asked for.
    _start() {
      this._look.symbols = this.options.symbols || atlas.SYMBOLS;
      queueMicrotask(() => this._request || this._load());
    },

    _resized() {
      this._map.invalidateSize({ pan: Boolean(this._given.at), animate: false });   // a view that was asked for keeps its middle
      if (!this._data && !this._request) this._load();   // a hidden map has no size: it starts when it is shown
      else if (this._selected) this.reveal();
    },

    // --- asking the source ----------------------------------------------------------------------

    _moved() {
      this._draw();
      this._summarise();
      clearTimeout(this._moveTimer);
      if (this._data && this._isStale()) this._moveTimer = setTimeout(() => this._load("move"), SETTLE);
    },

    _isStale() {
      const finer = this._data.kind === "cells" && Math.round(this._map.getZoom()) !== this._askedZoom;
      return finer || !atlas.bounds.contains(this._area, atlas.bounds.ofMap(this._map));
    },

    async _load(reason) {
      const map = this._map;
      if (!map || !this._look.symbols || !map.getSize().x) return;
      clearTimeout(this._timer);
      if (this._request) this._request.abort();
      const { signal } = (this._request = new AbortController());
      const zoom = this._fitted ? Math.round(map.getZoom()) : WORLD_ZOOM;
      const area = this._fitted ? atlas.bounds.around(atlas.bounds.ofMap(map), zoom) : atlas.bounds.WORLD;
      this._wait(reason);
      try {
        const data = await this._source.cells(this._given.query, area, zoom, signal);
        if (!signal.aborted) this._accept(data, area, zoom, reason);
      } catch (error) {
        if (!signal.aborted) this._failed(error, () => this._load(reason));
      }
    },

    _accept(data, area, zoom, reason) {
      if (reason === "move" && [this._data, data].some((each) => each && each.kind === "cells")) this._leaveBehind();
      Object.assign(this, { _data: data, _area: area, _askedZoom: zoom, _failures: 0 });
      this._done();
      this._learnGroups();
      this._listUnplaced();
      const first = this._fit();
      this._draw();
      this._names.refresh();
      this._summarise();
      this._isReady();
      if (first) this.reveal();
      if (this._isStale()) this._load("move");
      else if (reason === "filter" && data.numberMatched && !this._visible().length) this._goToMatches();
    },

    // Cells come apart and together on zooming: the old ones fade under the new, so that nothing jumps.
    _leaveBehind() {
      if (calm()) return;
      const before = this._canvas.cloneNode();
      before.getContext("2d").drawImage(this._canvas, 0, 0);
      before.classList.add("atlas-leaving");
      this._canvas.before(before);
      setTimeout(() => before.remove(), LEAVE);
    },

    // Once, on the first answer that has something to show: afterwards the view is the reader's.
    _fit() {
      if (this._fitted || !this._data.features.length) return false;
      this._fitted = true;
      this._map.fitBounds(atlas.bounds.ofFeatures(this._data.features), { ...this._fitOptions(), maxZoom: FIT_ZOOM, animate: false });
      return true;
    },

    _lookFrom(at) {
      if (!at || !this._map) return;
      const [lat, lon, zoom] = at.split(",").map(Number);
      const map = this._map;
      const { maxBounds } = map.options;
      map.setMaxBounds(null);              // or Leaflet goes on moving what it was just moving back into them
      map.setView([lat, lon], zoom, { animate: this._fitted && !calm() }).setMaxBounds(maxBounds);
      this._fitted = true;
    },

    // An open legend takes its width off a map that has width to spare.
    _fitOptions() {
      const legend = this._legend && this._legend.width();
      const left = legend && this._map.getSize().x > LEGEND_SHARE * legend ? legend : 0;
      return { paddingTopLeft: [FIT_PADDING[0] + left, FIT_PADDING[1]], paddingBottomRight: FIT_PADDING };
    },

    async _goToMatches() {
      const request = this._request;
      const found = await this._source.cells(this._given.query, atlas.bounds.WORLD, WORLD_ZOOM, request.signal).catch(() => null);
      if (found && found.features.length && request === this._request) this._go(atlas.bounds.ofFeatures(found.features), FIT_ZOOM);
    },

    _go(bounds, maxZoom) {
      const options = { ...this._fitOptions(), maxZoom, duration: FLY };
      if (calm()) this._map.fitBounds(bounds, { ...options, animate: false });
      else this._map.flyToBounds(bounds, options);
    },

    // The old picture stays; it fades when it answers another question, and a slow answer is announced.
    _wait(reason) {
      if (reason === "filter") this._canvas.classList.add("atlas-old");
      clearTimeout(this._slow);
      this._slow = setTimeout(() => this._overlay.busy(true), SPINNER_AFTER);
    },

    _done() {
      clearTimeout(this._slow);
      this._overlay.busy(false);
      this._overlay.notice("");
      this._canvas.classList.remove("atlas-old");
    },

    _failed(error, again) {
      clearTimeout(this._slow);
      this._overlay.busy(false);
      if (isRefusal(error.status)) return this._overlay.notice(error.message);
      this._overlay.notice("The server does not answer. Trying again…");
      this._timer = setTimeout(again, Math.min(RETRY[1], RETRY[0] * 2 ** this._failures++));
    },

    // --- look -------------------------------------------------------------------------------------

    _restyle() {
      const { theme, colorBy, groups } = this._given;
      Object.assign(this._look, { theme: resolved(theme), colorBy });
      groups.forEach((group) => this._rememberGroup(group.value || group, group.label));
      if (!this._map) return;
      this._map.getContainer().dataset.theme = this._look.theme;
      this._base.setTheme(this._look.theme);
      this._names.setTheme(this._look.theme);
      this._draw();
      this._summarise();
    },

    // A group keeps the colour of its first appearance, whatever is filtered later.
    _learnGroups() {
      const counts = (this._data.legend || {}).group || {};
      Object.keys(counts).sort((a, b) => counts[b] - counts[a]).forEach((slug) => this._rememberGroup(slug));
    },

    _rememberGroup(slug, label) {
      const { groups, groupLabels } = this._look;
      if (!groups.has(slug)) groups.set(slug, groups.size);
      if (label) groupLabels.set(slug, label);
    },

    _draw() {
      if (!this._data || !this._map) return;
      const map = this._map;
      if (this._zoom !== map.getZoom() || this._laidOut !== this._data) this._layout();
      const ctx = atlas.sized(this._canvas, map.getSize());
      this._topLeft = map.containerPointToLatLng([0, 0]);
      L.DomUtil.setTransform(this._canvas, map.containerPointToLayerPoint([0, 0]), 1);
      const shown = this._visible();
      const selected = shown.filter((mark) => mark.selected);
      this._drawDiscs(ctx);
      shown.forEach((mark) => atlas.drawMark(ctx, mark, this._look));
      selected.forEach((mark) => atlas.drawSelection(ctx, mark, this._look));
      this._written = atlas.drawLabels(ctx, shown, this._look, map.getSize().x, this._zoom);
    },

    // What the names of the base map give way to.
    _obstacles() {
      const boxes = this._visible().map(({ x, y, r }) => [x - r - 2, y - r - 2, x + r + 2, y + r + 2]);
      return { boxes, names: this._written || [] };
    },

    _layout() {
      this._zoom = this._map.getZoom();
      this._laidOut = this._data;
      const project = ([lon, lat]) => this._map.project([lat, lon], this._zoom);
      this._marks = atlas.layout(this._data.features, project, this._look.symbols);
    },

    // Records at one imprecise place share one disc: many of them must not add up to a solid one.
    _drawDiscs(ctx) {
      const drawn = new Set();
      for (const { properties, geometry } of this._data.features) {
        const key = `${geometry.coordinates} ${properties.radius_km}`;
        if (properties.kind === "cell" || !atlas.hasDisc(properties) || drawn.has(key)) continue;
        drawn.add(key);
        const { x, y } = this._map.latLngToContainerPoint(latLng(geometry.coordinates));
        const r = radiusPx(this._map, geometry.coordinates, properties.radius_km);
        atlas.drawDisc(ctx, { x, y, r }, atlas.styleOf(properties, this._look).color);
      }
    },

    // While Leaflet animates a zoom the picture is only stretched; the next draw is sharp again.
    _stretch({ center, zoom }) {
      if (!this._topLeft) return;
      const scale = this._map.getZoomScale(zoom, this._zoom);
      L.DomUtil.setTransform(this._canvas, this._map._latLngToNewLayerPoint(this._topLeft, zoom, center), scale);
    },

    // The marks in the frame, in container pixels.
    _visible() {
      if (!this._map || !this._data) return [];
      const { min } = this._map.getPixelBounds();
      const { x: width, y: height } = this._map.getSize();
      return this._marks
        .map((mark) => ({ ...mark, x: mark.x - min.x, y: mark.y - min.y, selected: this._isSelected(mark) }))
        .filter(({ x, y, r }) => x > -r && y > -r && x < width + r && y < height + r);
    },

    _summarise() {
      if (!this._data) return;
      const view = inView(this._data, atlas.bounds.ofMap(this._map));
      const words = countWords(view.total, this._data);
      this._showCount(words[0], view);
      this._overlay.announce(words.join(", "));
      if (this._legend) this._legend.update(view, this._look, this._given.query);
      this._mirror();
    },

    // What stays is left in its place: to take it out would take its focus and its scrolling.
    _showCount(words, view) {
      this._inView.textContent = words;
      const showAll = view.total < placed(this._data) && this._showAll;
      const parts = [this._inView, showAll, this._unplaced].filter(Boolean);
      const { children } = this._count;
      if (children.length !== parts.length || parts.some((part, i) => part !== children[i])) this._count.replaceChildren(...parts);
    },

    // Made anew for an answer, not for a pan; a reader's folding stays.
    _listUnplaced() {
      const unfolded = this._unplaced ? this._unplaced.open : this._map.getSize().x >= NARROW;
      const choose = this._source.incidents && ((entry, button) => this._openUnplaced(entry, button));
      this._unplaced = atlas.unplacedList(this._data.unplaced, unfolded, choose);
      if (this._unplaced) this._unplaced.addEventListener("toggle", () => this._names.refresh());   // they give way to the box
    },

    // A canvas cannot take focus: each mark in view has an invisible button on top of it.
    _mirror() {
      this._overlay.mirror(this._visible().slice(0, MIRRORED).map((mark) => ({
        ...mark,
        words: atlas.describe(mark, this._look).join(", "),
        current: mark.selected,
        focus: () => this._showTip(mark),
        open: (button) => this._open(mark, button),
      })));
    },

    // --- pointer and keyboard -----------------------------------------------------------------------

    _hover(event) {
      const elsewhere = isFurniture(event.target) || event.buttons || event.pointerType === "touch";
      const mark = elsewhere ? null : atlas.markAt(this._visible(), this._map.mouseEventToContainerPoint(event), REACH.mouse);
      this._map.getContainer().classList.toggle("atlas-over", Boolean(mark));
      const name = mark || elsewhere ? null : this._names.at(this._map.mouseEventToContainerPoint(event));
      if (mark) this._showTip(mark);
      else if (name) this._overlay.showTip(name.key, name, name.words);
      else this._overlay.hideTip();
    },

    _showTip(mark) {
      this._overlay.showTip(mark.key, mark, atlas.describe(mark, this._look));
    },

    _clicked({ containerPoint, originalEvent }) {
      const touch = originalEvent && originalEvent.pointerType === "touch";
      const mark = atlas.markAt(this._visible(), containerPoint, touch ? REACH.touch : REACH.mouse);
      this._overlay.closeList();
      if (mark) this._open(mark, this._map.getContainer());
    },

    _escape(event) {
      this._overlay.hideTip();
      if (this._overlay.closeList()) event.stopPropagation();
      else if (this._selected) this._select(null, {});
    },

    _open(mark, opener) {
      this._overlay.hideTip();
      if (mark.kind === "incident") this._select(mark.ids[0], mark.feature);
      else if (mark.kind === "stack") this._openStack(mark, opener);
      else this._openCell(mark, opener);
    },

    _openStack(mark, opener) {
      const features = uniqueById(mark.members.map((member) => member.feature));
      if (this._parts(features)) this._go(atlas.bounds.ofFeatures(features), SPLIT_ZOOM);
      else this._list(`${features.length} records here`, features, mark, opener);
    },

    // Would a closer view draw these apart?
    _parts(features) {
      if (this._map.getZoom() >= SPLIT_ZOOM) return false;
      const project = ([lon, lat]) => this._map.project([lat, lon], SPLIT_ZOOM);
      return atlas.layout(features, project, this._look.symbols).length > 1;
    },

    async _openCell(mark, opener) {
      if (!this._source.incidents || this._canPart(mark.feature)) return this._approach(mark.feature);
      const found = await this._source.incidents(this._given.query, mark.feature.properties.bounds, LISTED).catch(() => null);
      if (!found || !found.features.length) return;
      const { features, numberMatched } = found;
      this._list(`${someOf(features.length, numberMatched)} records here`, features.map(asMarked), mark, opener);
    },

    async _openUnplaced(entry, button) {
      const query = atlas.unplacedQuery(this._given.query, entry, this._look.symbols.undrawn);
      const found = await this._source.incidents(query, null, LISTED).catch(() => null);
      if (!found) return;
      const features = found.features.filter(({ properties }) => entry.country || entry.precisions === "none" || !properties.place.country);
      if (!features.length) return;
      this._list(`${entry.label}: ${someOf(features.length, entry.count)}`, features.map(asMarked), spotOf(button, this._map), button);
    },

    _canPart({ properties: { bounds: [w, s, e, n] } }) {
      return this._map.getZoom() < SPLIT_ZOOM && (w < e || s < n);
    },

    // At least one level closer, so that each click shows more.
    _approach(cell) {
      const bounds = atlas.bounds.ofFeatures([cell]);
      const zoom = this._map.getZoom();
      const target = Math.min(zoom + CELL_STEP, Math.max(zoom + 1, this._map.getBoundsZoom(bounds)));
      this._map.flyTo(bounds.getCenter(), target, { animate: !calm(), duration: FLY });
    },

    _list(title, features, mark, opener) {
      const rows = features.map((feature) => ({
        icon: atlas.swatch(feature.properties, this._look),
        title: feature.properties.title,
        detail: feature.properties.date,
        current: feature.properties.id === this._selected,
        choose: () => this._select(feature.properties.id, feature),
      }));
      this._overlay.showList(title, rows, mark, opener);
    },

    // --- choosing -------------------------------------------------------------------------------------

    _select(id, { geometry }) {
      this._given.selected = id;
      this._choose(id);
      if (this.options.onSelect) this.options.onSelect(id, geometry && geometry.coordinates);
    },

    _choose(id, { reveal = false } = {}) {
      this._selected = this._look.selected = id;
      if (!this._map) return;
      this._draw();
      this._names.refresh();
      this._mirror();
      if (reveal && this._fitted) this.reveal();
    },

    _isSelected(mark) {
      return this._selected != null && mark.ids.includes(this._selected);
    },

    _pointOf(id) {
      const found = this._data && this._data.features.find((feature) => feature.properties.id === id);
      return found && found.geometry.coordinates;
    },

    // Not in what was last asked for: the world is asked, with the filter, since what it hides is not drawn.
    async _askPoint(id) {
      const query = new URLSearchParams(this._given.query);
      query.set("id", id);
      const found = await this._source.cells(query.toString(), atlas.bounds.WORLD, WORLD_ZOOM).catch(() => null);
      return found && found.features.length ? found.features[0].geometry.coordinates : null;
    },
  });

  // --- tiny helpers -----------------------------------------------------------------------------------

  function countWords(total, { numberMatched: matched, unplaced: { country = 0, none = 0 } = {} }) {
    const number = (value) => value.toLocaleString("en");
    const words = [matched ? `${number(total)} of ${number(matched)} in view` : "No record matches"];
    if (none) words.push(`${number(none)} without a place`);
    if (country) words.push(`${number(country)} known to a country only`);
    return words;
  }

  const someOf = (listed, all) => [listed, all].slice(listed < all ? 0 : 1).map((value) => value.toLocaleString("en")).join(" of ");

  const placed = ({ numberMatched, unplaced: { country = 0, none = 0 } = {} }) => numberMatched - country - none;

  // The source counts what lies in the wider area it was asked for; a reader's view is the frame.
  function inView(data, view) {
    const shown = data.features.filter((feature) => atlas.bounds.isInside(feature.geometry.coordinates, view));
    const cells = shown.filter((feature) => feature.properties.kind === "cell").map((feature) => feature.properties);
    const incidents = uniqueById(shown.filter((feature) => feature.properties.kind !== "cell")).map((feature) => feature.properties);
    const total = cells.reduce((sum, cell) => sum + cell.count, incidents.length);   // a record with sites in several cells counts in each
    return { total: Math.min(total, placed(data)), incidents, cells };
  }

  const uniqueById = (features) => [...new Map(features.map((feature) => [feature.properties.id, feature])).values()];

  const firstPoint = (geometry) => geometry && (geometry.type === "Point" ? geometry.coordinates : geometry.coordinates[0]);

  // A feature of /api/incidents with the properties that a mark's feature has.
  function asMarked({ id, geometry, properties }) {
    const { date = {}, status = {} } = properties;
    const coordinates = firstPoint(geometry);
    return {
      geometry: coordinates && { type: "Point", coordinates },
      properties: { ...properties, id: properties.id || id, date: date.start || date.reported || "", status: status.code },
    };
  }

  // A control as a spot of the map, so that a list can open beside it.
  function spotOf(node, map) {
    const [box, frame] = [node, map.getContainer()].map((each) => each.getBoundingClientRect());
    return { x: box.left - frame.left + box.width / 2, y: box.top - frame.top + box.height / 2, r: box.height / 2 };
  }

  const latLng = ([lon, lat]) => L.latLng(lat, lon);

  // As viewpoint.py writes it, to about a pixel.
  function viewOf(map) {
    const { lat, lng } = map.getCenter().wrap();
    const zoom = Number(map.getZoom().toFixed(2));
    const digits = Math.ceil(Math.log2(Math.max(1, zoom)));
    return [Number(lat.toFixed(digits)), Number(lng.toFixed(digits)), zoom].map((value) => value + 0).join(",");
  }

  function radiusPx(map, [lon, lat], km) {
    const degrees = Math.min(90, km / KM_PER_DEGREE / Math.cos((lat * Math.PI) / 180));
    return map.project([0, degrees]).x - map.project([0, 0]).x;
  }

  function control(position, node) {
    const made = L.control({ position });
    made.onAdd = () => node;
    return made;
  }

  // In another page the wheel belongs to that page until the reader enters the map.
  function tameWheel(map, mode, overlay, signal) {
    if (mode === true) return;
    const container = map.getContainer();
    let entered = false;
    map.on("click", () => (entered = true));
    container.addEventListener("pointerleave", () => (entered = false), { signal });
    window.addEventListener("blur", () => (entered = false), { signal });
    container.addEventListener("wheel", (event) => {
      if (entered || event.ctrlKey || event.metaKey || isFurniture(event.target)) return;
      event.stopPropagation();             // Leaflet never hears of it, so the page scrolls
      overlay.hint("Click the map, or hold Ctrl, to zoom");
    }, { capture: true, passive: true, signal });
  }

  // One finger scrolls the page, two move and zoom the map: Leaflet never hears of one alone.
  function tameTouch(map, overlay, signal) {
    const container = map.getContainer();
    let first = null;
    container.addEventListener("touchstart", (event) => {
      const isAlone = event.touches.length === 1 && !isFurniture(event.target);
      first = isAlone ? event.touches[0] : null;
      if (isAlone) event.stopPropagation();
    }, { capture: true, passive: true, signal });
    container.addEventListener("touchmove", ({ touches: [{ screenX, screenY }] }) => {
      if (first && Math.hypot(screenX - first.screenX, screenY - first.screenY) > DRAG) overlay.hint("Use two fingers to move the map");
    }, { passive: true, signal });
  }

  // Leaflet takes two quick taps on its own buttons for a double tap on the map.
  function deafenTo(controls, signal) {
    controls.addEventListener("click", (event) => event.stopPropagation(), { signal });
  }

  // Leaflet knows no reader who wants no motion.
  function keepStill(map) {
    const { panBy } = map;
    map._zoomAnimated = false;             // read from the options only when a map is made
    map.panBy = (offset, options) => panBy.call(map, offset, { ...options, animate: false });
    Object.assign(map.options, { zoomAnimation: false, inertia: false });
  }

  const isFurniture = (node) => node.closest(".leaflet-control, .atlas-list");

  // Asking again does not help against a refusal, but for a time-out (408) and a throttle (429).
  const isRefusal = (status) => status >= 400 && status < 500 && status !== 408 && status !== 429;

  const matches = (query) => window.matchMedia(query).matches;

  const calm = () => matches("(prefers-reduced-motion: reduce)");

  const resolved = (theme) => (theme === "light" || theme === "dark" ? theme : matches("(prefers-color-scheme: dark)") ? "dark" : "light");

  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
})((globalThis.IncidentAtlas = globalThis.IncidentAtlas || {}));
