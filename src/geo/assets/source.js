// Where the incidents come from: our server over HTTP, and the arithmetic of the bounds it is asked for.
// Bounds are [west, south, east, north] in degrees.
"use strict";

(function (atlas) {
  const WORLD = [-180, -85, 180, 85];
  const PAD = 0.5;                // share of the view asked for beyond each edge, so that a short drag needs no request
  const SNAP = 4;                 // requests are widened to quarters of a tile, so that answers can be cached
  const UPLOADS_HEADER = "Incident-Atlas-Uploads";
  const DECIMALS = 5;             // of a degree in an address, about a metre

  /**
   * Our server as a source; `base` is its address without a slash at the end. `token` gives what stands for a
   * reader's own files, if there are any.
   */
  atlas.httpSource = function (base = "", token = () => null) {
    const get = (path, signal) => atlas.fetchJson(base + path, signal, token());
    return {
      cells: (query, bounds, zoom, signal) => get(`/api/cells?${query}&view=${sides(bounds)}&zoom=${zoom}`, signal),
      incidents: (query, bounds, limit, signal) => get(`/api/incidents?${bounds ? atlas.within(query, bounds) : query}&limit=${limit}`, signal),
      rows: (query, signal) => get(`/api/rows?${query}`, signal),
      caption: (query, signal) => get(`/api/caption?${query}`, signal),
      incident: (id, signal) => get(`/api/incidents/${encodeURIComponent(id)}`, signal),
    };
  };

  /** Fetch JSON. A refusal throws an Error with the server's own message and its `status`. */
  atlas.fetchJson = async function (url, signal, token = null) {
    const own = token ? { headers: { [UPLOADS_HEADER]: token }, cache: "no-store" } : {};
    const response = await fetch(url, { signal, ...own });
    if (response.ok) return response.json();
    const body = await response.json().catch(() => ({}));
    const message = (body.error && body.error.message) || `HTTP ${response.status}`;
    throw Object.assign(new Error(message), { status: response.status });
  };

  /** A file of ours: fetched from its address, or what was in it already. */
  atlas.asset = (file) => (typeof file === "string" ? atlas.fetchJson(file) : Promise.resolve(file));

  atlas.bounds = {
    WORLD,

    ofMap(map) {
      const bounds = map.getBounds();
      return clamped([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]);
    },

    /** What to ask the server for, so that a view of these bounds can move a little. */
    around([w, s, e, n], zoom) {
      const [dx, dy] = [(e - w) * PAD, (n - s) * PAD];
      const step = 360 / 2 ** zoom / SNAP;
      const down = (value) => Math.floor(value / step) * step;
      const up = (value) => Math.ceil(value / step) * step;
      return clamped([down(w - dx), down(s - dy), up(e + dx), up(n + dy)]);
    },

    /** Leaflet bounds of features; a cell counts with its whole extent. */
    ofFeatures(features) {
      const bounds = L.latLngBounds([]);
      for (const { geometry, properties } of features) {
        const [lon, lat] = geometry.coordinates;
        const [w, s, e, n] = properties.bounds || [lon, lat, lon, lat];
        bounds.extend([s, w]).extend([n, e]);
      }
      return bounds;
    },

    contains: (outer, inner) => outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3],

    isInside: ([lon, lat], [w, s, e, n]) => lon >= w && lon <= e && lat >= s && lat <= n,
  };

  // --- tiny helpers -------------------------------------------------------------------------

  /** A query within bounds. A box in it and the bounds share one parameter: what is asked is what lies in both. */
  atlas.within = function (query, bounds) {
    const parameters = new URLSearchParams(query);
    const asked = (parameters.get("bbox") || "").split(",").map(Number);
    const box = asked.length === 4 ? intersection(asked, bounds) : bounds;
    parameters.set("bbox", sides(box));
    return parameters.toString();
  };

  const sides = (bounds) => bounds.map((value) => Number(value.toFixed(DECIMALS))).join(",");

  function intersection(a, b) {
    if (a[0] > a[2]) return a;    // across the antimeridian the two may meet in two boxes: the asked one stands
    const box = [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
    return box[0] <= box[2] && box[1] <= box[3] ? box : [a[0], a[1], a[0], a[1]];
  }

  const clamped = ([w, s, e, n]) => [Math.max(w, WORLD[0]), Math.max(s, WORLD[1]), Math.min(e, WORLD[2]), Math.min(n, WORLD[3])];
})((globalThis.IncidentAtlas = globalThis.IncidentAtlas || {}));
