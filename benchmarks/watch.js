// Runs in every frame of a measured page, before its own scripts: notes when something is drawn and
// when a reader acts, in milliseconds since 1970, so that no round trip to the test is counted.
"use strict";

(function () {
  const GLANCE = 4;                        // ms between two looks
  const IDLE = 5000;                       // ms after which no answer is waited for
  const bench = (window.top.bench = window.top.bench || { drawn: [], acts: [] });
  const epoch = (at) => performance.timeOrigin + at;

  // What is drawn now, as [kind, identity]: another identity is another picture.
  const watched = {
    atlas: () => layer() && layer().answer,                                      // the answer that the layer has drawn
    plain: () => document.querySelector(".leaflet-marker-pane > *"),            // a marker or a cluster of the plain app
    floor: () => (document.querySelector('[data-testid="stText"]') || {}).textContent,
  };
  const seen = {};

  function layer() {
    if (window.map && window.map.incidentAtlas) return window.map.incidentAtlas;         // the dashboard's frame
    return window.IncidentAtlas && window.IncidentAtlas.layer;                           // the embed
  }

  function look() {
    for (const [kind, current] of Object.entries(watched)) {
      const found = current();
      if (!found || found === seen[kind]) continue;
      seen[kind] = found;
      bench.drawn.push({ kind, at: epoch(performance.now()), query: kind === "atlas" ? layer().state.query : "" });
    }
  }
  setInterval(look, GLANCE);               // a frame that opens without a height loses its animation frames

  for (const type of ["click", "keydown"]) {
    window.addEventListener(type, (event) => bench.acts.push({ type, at: epoch(event.timeStamp) }), { capture: true });
  }

  /** Move the map of the layer; resolves to the ms between the end of the move and the new picture.
   *  0 where the layer has all that it needs: then it draws during the move. */
  window.benchMove = (move) => new Promise((resolve) => {
    const { map, answer: old } = layer();
    map.once("moveend", () => {
      const end = performance.now();
      const wait = () => {
        const waited = performance.now() - end;
        if (layer().answer !== old) resolve(waited);
        else if (layer().isStale && !layer().isStale()) resolve(0);
        else if (waited > IDLE) resolve(null);
        else setTimeout(wait, GLANCE);
      };
      wait();
    });
    move(map);
  });
})();
