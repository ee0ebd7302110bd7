// Names of countries, capitals and towns on the base map, on a canvas of their own.
// A name waits for its zoom; where two would touch, the one that ranks first stays. The marks of
// incidents and what is written beside them come before every name.
"use strict";

(function (atlas) {
  const PANE_Z = 300;             // over the outlines (199), under the incidents (450)
  const PADDING = 0.25;           // share of the view drawn beyond its edge, so that a drag shows names
  const COUNTRY_LAST = 5;         // zooms after its first in which a country's name is still of use …
  const COUNTRY_ALWAYS = 7;       // … and up to which it is in any case
  const LINE_LETTERS = 14;        // letters of a country's name that stand in one line
  const SHIFTS = [0, -16, 16, -34, 34, -52, 52];   // px up or down where a country's own point is taken …
  const SHIFT_SHARE = 1 / 6;      // … within this share of its name's width, at its first zoom: it stays inside
  const GAP = 3;                  // px between a town's sign and its name
  const CLEAR = [4, 1];           // px between names, beside and above each other
  const HALO = 3;                 // px
  const NEAR = 48;                // px; a mark so near that bears the town's name speaks for it
  const CENTRAL = 6;              // px from a mark's centre within which it stands for a town
  const PROMINENT = 2.5;          // zooms after its first from which a town is written larger
  const CONTROLS = ".leaflet-control-scale, .leaflet-control-attribution, .atlas-count";   // one sees through them
  const REACH = 3;                // px around a name that still hit it
  const FAMILY = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

  const KINDS = {
    country: { font: `500 11px ${FAMILY}`, spacing: 1.4, line: 14, sign: 0, opacity: 0.85 },
    capital: { font: `500 12.5px ${FAMILY}`, spacing: 0, line: 15, sign: 3, opacity: 1 },
    city: { font: `500 12px ${FAMILY}`, spacing: 0, line: 15, sign: 2.25, opacity: 1 },
    town: { font: `11px ${FAMILY}`, spacing: 0, line: 14, sign: 1.75, opacity: 1 },
  };

  /**
   * Write names over the base map. `url` is that of labels.json, and the towns lie beside it; or what is in it.
   * marks() → {boxes: [[left, top, right, bottom]], names: [{text, box, x, y}]}: the marks and what is
   * written beside them, in container pixels; names give way to both. The first are written once `start` resolves.
   */
  atlas.labels = (map, url, theme, marks, start) => new LabelLayer(url, theme, marks, start).addTo(map);

  const LabelLayer = L.Layer.extend({
    initialize(url, theme, marks, start) {
      Object.assign(this, { _url: url, _theme: theme, _marks: marks, _start: start, _names: [], _drawn: [], _files: new Map() });
    },

    getAttribution: () => "GeoNames",

    onAdd(map) {
      const pane = map.getPane("atlas-labels") || map.createPane("atlas-labels");
      Object.assign(pane.style, { zIndex: PANE_Z, pointerEvents: "none" });
      this._canvas = atlas.element("canvas", { class: "atlas-names leaflet-zoom-animated" });
      pane.append(this._canvas);
      this.ready = this._load();
    },

    onRemove() {
      this._canvas.remove();
    },

    getEvents() {
      return { moveend: this._moved, resize: this._moved, zoom: this._follow, zoomanim: this._stretch };
    },

    setTheme(name) {
      this._theme = name;
      this._draw();
    },

    /** Choose and draw anew: the marks have changed. */
    refresh() {
      if (this._map) this._place();
    },

    /** What is written, in container pixels; (x, y) is the box's upper left corner. */
    labels() {
      return this._inView().map(({ text, local, kind, box: [left, top, right, bottom] }) => ({
        text, local, kind, x: left, y: top, w: right - left, h: bottom - top,
      }));
    },

    /** The name at a point of the container that has a local one: {key, x, y, r, words}; else null. */
    at({ x, y }) {
      const hit = this._inView().find(({ local, box, sign }) => local && [box, sign].some((each) => holds(each, x, y)));
      if (!hit) return null;
      const [left, top, right, bottom] = hit.box;
      const spot = { x: (left + right) / 2, y: (top + bottom) / 2, r: (bottom - top) / 2 };
      return { ...spot, key: `name ${hit.name.key}`, words: [hit.name.text, isolated(hit.local)] };
    },

    // --- names ------------------------------------------------------------------------------

    async _load() {
      const data = await atlas.asset(this._url).catch(() => null);
      await this._start;
      if (!data || !this._map) return;
      this._levels = data.levels.map((level) => ({ ...level, cells: new Set(level.cells) }));
      this._names = data.countries.map(country).concat(data.towns.map(town));
      this._moved();
    },

    _moved() {
      this._place();
      this.loaded = this._fetch();
    },

    // The files that the view touches, each once; a file that failed is asked for at the next move.
    async _fetch() {
      const wanted = this._wanted().filter((path) => !this._files.has(path));
      await Promise.all(wanted.map(async (path) => {
        this._files.set(path, []);
        const rows = await atlas.fetchJson(new URL(path, new URL(this._url, document.baseURI)).href).catch(() => null);
        if (rows) this._files.set(path, rows.map(town));
        else this._files.delete(path);
      }));
      if (wanted.length && this._map) this._place();
    },

    _wanted() {
      const bounds = this._map.getBounds();
      const near = (this._levels || []).filter(({ zoom }) => this._map.getZoom() >= zoom);
      return near.flatMap(({ zoom, degrees, cells }) =>
        cellsIn(bounds, degrees).filter((cell) => cells.has(cell)).map((cell) => `towns/${zoom}/${cell}.json`));
    },

    // --- places -----------------------------------------------------------------------------

    // Positions are kept in pixels of the world, so that a drag only moves the picture.
    _place() {
      const map = this._map;
      this._zoom = map.getZoom();
      const { x: width, y: height } = map.getSize();
      const origin = map.getPixelBounds().min;
      const edge = [-width * PADDING, -height * PADDING, width * (1 + PADDING), height * (1 + PADDING)];
      const { boxes, names } = this._marks();
      const taken = new Taken([...boxes, ...names.map(({ box }) => box)]);
      const signs = new Taken([]);
      const placed = this._candidates(origin, edge).map((each) => this._spot(each, { taken, signs, boxes, names })).filter(Boolean);
      const inWorld = placed.map((each) => ({ ...each, box: moved(each.box, origin), sign: moved(each.sign, origin) }));
      this._drawn = inWorld.filter(this._uncovered(origin));
      this._draw();
    },

    _candidates(origin, edge) {
      const zoom = this._zoom;
      const files = this._wanted().map((path) => this._files.get(path) || []);
      return [this._names, ...files].flat()
        .filter((name) => name.rank <= zoom && !(name.kind === "country" && zoom > Math.max(COUNTRY_ALWAYS, name.rank + COUNTRY_LAST)))
        .map((name) => ({ name, ...this._map.project(name.point, zoom).subtract(origin) }))
        .filter(({ x, y }) => holds(edge, x, y))
        .sort((a, b) => this._turn(a.name) - this._turn(b.name));
    },

    // Countries that have no room to give way, capitals, the other countries, towns; each by its rank.
    _turn(name) {
      if (name.kind !== "country") return name.kind === "capital" ? 1 : 3;
      return this._leeway(name) < Math.abs(SHIFTS[1]) ? 0 : 2;
    },

    // px by which a country's name may move and still stand in its country.
    _leeway(name) {
      return this._width(name, KINDS.country) * SHIFT_SHARE * 2 ** (this._zoom - name.rank);
    },

    // The first free one of the places around a sign, or none.
    _spot({ name, x, y }, room) {
      const { text, local, lines } = name;
      const kind = name.kind === "town" && this._zoom - name.rank >= PROMINENT ? "city" : name.kind;
      const { sign: r, line } = KINDS[kind];
      const [w, h] = [this._width(name, KINDS[kind]), line * lines.length];
      const sign = [x - r, y - r, x + r, y + r];
      const host = kind === "country" ? null : room.boxes.find((box) => holds(box, x, y));
      if (kind !== "country" && !isFree(name, kind, sign, host, room)) return null;
      const places = kind === "country" ? centred(x, y, w, h, this._leeway(name)) : around(host ? widened(host) : sign, w, h);
      const box = places.find((each) => !room.taken.hits(each) && !room.signs.hits(each));
      if (!box) return null;
      room.taken.add(box);
      if (kind !== "country" && !host) room.signs.add(sign);
      return { name, kind, text, local, lines, box, sign, hidden: Boolean(host) };
    },

    _width({ lines }, type) {
      const ctx = this._canvas.getContext("2d");
      setType(ctx, type);
      return Math.max(...lines.map((line) => measured(ctx, line)));
    },

    // Hidden, not moved: what is placed elsewhere does not depend on the frame.
    _uncovered(origin) {
      const frame = this._map.getContainer().getBoundingClientRect();
      const controls = [...this._map.getContainer().querySelectorAll(CONTROLS)].map((node) => node.getBoundingClientRect())
        .map(({ left, top, right, bottom }) => [left - frame.left, top - frame.top, right - frame.left, bottom - frame.top])
        .map((box) => moved(box, origin));
      const { x, y } = this._map.getSize();
      const inside = moved([0, 0, x, y], origin);
      return ({ box, sign }) => !isCut(box, inside) && !controls.some((control) => overlap(control, box) || overlap(control, sign));
    },

    _inView() {
      if (!this._map || !this._drawn.length) return [];
      const { min } = this._map.getPixelBounds();
      const { x: width, y: height } = this._map.getSize();
      return this._drawn
        .map((each) => ({ ...each, box: moved(each.box, min, -1), sign: moved(each.sign, min, -1) }))
        .filter(({ box }) => box[2] > 0 && box[3] > 0 && box[0] < width && box[1] < height);
    },

    // --- drawing ----------------------------------------------------------------------------

    _draw() {
      if (!this._map || this._zoom === undefined) return;
      const map = this._map;
      const size = map.getSize();
      const shift = size.multiplyBy(PADDING).round();
      const ctx = atlas.sized(this._canvas, size.add(shift.multiplyBy(2)));
      this._topLeft = map.containerPointToLatLng(shift.multiplyBy(-1));
      L.DomUtil.setTransform(this._canvas, map.containerPointToLayerPoint(shift.multiplyBy(-1)), 1);
      const corner = map.getPixelBounds().min.subtract(shift);
      const colors = atlas.THEMES[this._theme];
      for (const label of this._drawn) write(ctx, label, corner, colors);
    },

    // During a zoom the picture is only stretched, like that of the incidents.
    _stretch({ center, zoom }) {
      if (!this._topLeft) return;
      const position = this._map._latLngToNewLayerPoint(this._topLeft, zoom, center);
      L.DomUtil.setTransform(this._canvas, position, this._map.getZoomScale(zoom, this._zoom));
    },

    // A pinch or a flight has no animation of its own: it is a row of zooms.
    _follow() {
      this._stretch({ center: this._map.getCenter(), zoom: this._map.getZoom() });
    },
  });

  // --- rows of the files ------------------------------------------------------------------------

  const country = ([text, local, lon, lat, rank]) => ({ ...named(text, local, lon, lat, rank), kind: "country", lines: lines(text) });

  const town = ([text, local, lon, lat, rank, capital]) => ({ ...named(text, local, lon, lat, rank), kind: capital ? "capital" : "town", lines: [text] });

  const named = (text, local, lon, lat, rank) =>
    ({ key: `${text} ${lon} ${lat}`, text, plain: plain(text), local, rank, point: L.latLng(lat, lon) });

  // A long name breaks at the space nearest to its middle.
  function lines(text) {
    const spaces = [...text].flatMap((char, at) => (char === " " ? [at] : []));
    if (text.length < LINE_LETTERS || !spaces.length) return [text.toUpperCase()];
    const at = spaces.reduce((best, each) => (Math.abs(each - text.length / 2) < Math.abs(best - text.length / 2) ? each : best));
    return [text.slice(0, at), text.slice(at + 1)].map((line) => line.toUpperCase());
  }

  // A name for comparison, without case and accents.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // South-west corners of the cells that a view touches.
  function cellsIn(bounds, degrees) {
    const from = (value) => Math.floor(value / degrees) * degrees;
    const range = (low, high) => Array.from({ length: (from(high) - from(low)) / degrees + 1 }, (_, i) => from(low) + i * degrees);
    const souths = range(bounds.getSouth(), bounds.getNorth());
    return range(bounds.getWest(), bounds.getEast()).flatMap((west) => souths.map((south) => `${west}_${south}`));
  }

  // --- boxes: [left, top, right, bottom] ----------------------------------------------------------

  // Taken room, found through columns of one width.
  class Taken {
    constructor(boxes) {
      this.columns = new Map();
      boxes.forEach((box) => this.add(box));
    }

    *keys([left, , right]) {
      for (let key = Math.floor(left / 64); key <= Math.floor(right / 64); key++) yield key;
    }

    add(box) {
      for (const key of this.keys(box)) this.columns.set(key, [...(this.columns.get(key) || []), box]);
    }

    hits(box) {
      const grown = [box[0] - CLEAR[0], box[1] - CLEAR[1], box[2] + CLEAR[0], box[3] + CLEAR[1]];
      return [...this.keys(grown)].some((key) => (this.columns.get(key) || []).some((other) => overlap(grown, other)));
    }
  }

  // May a town's sign be drawn, or the mark over it, its host, stand for it? A host off its centre would
  // seem to lie in that town, and so would any host in a small one.
  function isFree(name, kind, sign, host, { taken, signs, names }) {
    const { x, y } = centre(sign);
    if (names.some((mark) => Math.hypot(mark.x - x, mark.y - y) < NEAR && plain(mark.text).startsWith(name.plain))) return false;
    if (!host) return !signs.hits(sign) && !taken.hits(sign);
    const middle = centre(host);
    return kind !== "town" && Math.hypot(middle.x - x, middle.y - y) <= CENTRAL;
  }

  const centre = ([left, top, right, bottom]) => ({ x: (left + right) / 2, y: (top + bottom) / 2 });

  const widened = ([left, top, right, bottom]) => [left - CLEAR[0], top, right + CLEAR[0], bottom];

  // Right, left, above, below.
  function around([left, top, right, bottom], w, h) {
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    const corners = [[right + GAP, y - h / 2], [left - GAP - w, y - h / 2], [x - w / 2, top - h - 1], [x - w / 2, bottom + 1]];
    return corners.map(([x0, y0]) => [x0, y0, x0 + w, y0 + h]);
  }

  const centred = (x, y, w, h, reach) => SHIFTS.filter((shift) => Math.abs(shift) <= reach).map((shift) => [x - w / 2, y - h / 2 + shift, x + w / 2, y + h / 2 + shift]);

  const moved = (box, { x, y }, way = 1) => [box[0] + way * x, box[1] + way * y, box[2] + way * x, box[3] + way * y];

  const holds = ([left, top, right, bottom], x, y) => x >= left - REACH && y >= top - REACH && x <= right + REACH && y <= bottom + REACH;

  const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

  // Neither wholly inside nor wholly outside: half a name names nothing.
  const isCut = (box, frame) => overlap(box, frame) && !(box[0] >= frame[0] && box[1] >= frame[1] && box[2] <= frame[2] && box[3] <= frame[3]);

  // --- canvas -------------------------------------------------------------------------------------

  const widths = new Map();

  function measured(ctx, text) {
    const key = `${ctx.font} ${text}`;
    if (!widths.has(key)) widths.set(key, Math.ceil(ctx.measureText(text).width));
    return widths.get(key);
  }

  function setType(ctx, { font, spacing }) {
    ctx.font = font;
    ctx.letterSpacing = `${spacing}px`;   // a browser that has none sets the name closer
  }

  function write(ctx, { kind, lines: rows, box, sign, hidden }, corner, colors) {
    const type = KINDS[kind];
    const [left, top, right] = moved(box, corner, -1);
    setType(ctx, type);
    Object.assign(ctx, { textAlign: kind === "country" ? "center" : "left", textBaseline: "middle", lineJoin: "round", globalAlpha: 1 });
    Object.assign(ctx, { strokeStyle: colors.land, lineWidth: HALO, fillStyle: colors.label });
    if (type.sign && !hidden) drawSign(ctx, kind, moved(sign, corner, -1), colors);
    const x = kind === "country" ? (left + right + type.spacing) / 2 : left;   // the last letter's spacing stands behind it
    rows.forEach((row, i) => {
      const y = top + type.line * (i + 0.5);
      ctx.strokeText(row, x, y);
      ctx.globalAlpha = type.opacity;
      ctx.fillText(row, x, y);
      ctx.globalAlpha = 1;
    });
  }

  // A capital is a square with a light core, a town a dot.
  function drawSign(ctx, kind, [left, top, right, bottom], colors) {
    ctx.beginPath();
    if (kind === "capital") ctx.rect(left, top, right - left, bottom - top);
    else ctx.arc((left + right) / 2, (top + bottom) / 2, (right - left) / 2, 0, 2 * Math.PI);
    ctx.stroke();
    ctx.fill();
    if (kind !== "capital") return;
    ctx.fillStyle = colors.land;
    ctx.fillRect(left + 2, top + 2, right - left - 4, bottom - top - 4);
    ctx.fillStyle = colors.label;
  }

  // First strong isolate … pop: a right-to-left name keeps to itself.
  const isolated = (text) => `\u2068${text}\u2069`;
})((globalThis.IncidentAtlas = globalThis.IncidentAtlas || {}));
