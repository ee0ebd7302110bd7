// The embed page: the map of one query, with its caption; record.js has the panel of a chosen record.
// It must run in <iframe sandbox="allow-scripts">, so it has no storage, no cookies and no parent.
"use strict";

(function (atlas) {
  const ROOMY = { width: 480, height: 480 };   // px; from here on the sources are unfolded
  const START = { center: [25, 20], zoom: 2 };
  const SHAPE = { ratio: 0.62, least: 260, most: 560 };   // height of a map to its width, and its limits in px

  const root = document.documentElement;
  const stage = document.getElementById("map");
  const source = atlas.httpSource("");
  const theme = root.dataset.theme;
  const refused = document.querySelector(".atlas-error").textContent.trim() !== "";

  applyTheme();
  unfoldSources();
  if (!refused) start();
  if (window.parent !== window) tellHeight();

  function start() {
    const map = L.map(stage, { ...START, zoomSnap: 0.25, wheelPxPerZoomLevel: 90 });
    const { at, assets } = stage.dataset;
    const legend = stage.dataset.legend !== "0";
    let query = stage.dataset.query;
    const tiles = stage.dataset.tiles ? { url: stage.dataset.tiles, credit: stage.dataset.tilesCredit } : null;
    const { open } = atlas.recordPanel(map, document.getElementById("panel"), source);
    const layer = atlas.layer = atlas.attach(map, { source, query, theme, tiles, assets, at, legend, wheel: "click", onSelect: open, onFilter: filter });

    // The map and the words under it follow the row of the legend that a reader chose.
    async function filter(name, value) {
      query = atlas.toggled(query, name, value);
      const asked = query;
      layer.setState({ query });
      const words = await source.caption(query).catch(() => ({}));   // no words rather than wrong ones
      if (asked === query) caption(words, query);
    }
  }

  function caption(words, query) {
    for (const line of ["sentence", "tolls", "sources", "dated", "licence"]) {
      document.getElementById(line).textContent = words[line] || "";
    }
    const link = document.getElementById("dashboard");
    const { at } = stage.dataset;
    link.setAttribute("href", `${link.getAttribute("href").split("?")[0]}?${query}${at && `&at=${encodeURIComponent(at)}`}`);
  }

  // --- tiny helpers ---------------------------------------------------------------------------------

  function applyTheme() {
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const apply = () => (root.dataset.theme = theme === "light" || theme === "dark" ? theme : dark.matches ? "dark" : "light");
    dark.addEventListener("change", apply);
    apply();
  }

  // Tells the page around it how high its frame should be: a map in proportion, and the words under it. The
  // message has the form that Embedly and Medium read; it says nothing of what is shown, so anybody may hear it.
  function tellHeight() {
    const words = document.querySelector(".atlas-caption");
    let told = 0;
    const tell = () => {
      const map = Math.round(Math.min(SHAPE.most, Math.max(SHAPE.least, SHAPE.ratio * window.innerWidth)));
      const height = map + words.scrollHeight;
      if (height !== told) window.parent.postMessage(JSON.stringify({ src: location.href, context: "iframe.resize", height }), "*");
      told = height;
    };
    new ResizeObserver(tell).observe(words);
    window.addEventListener("resize", tell);
    tell();
  }

  function unfoldSources() {
    document.getElementById("more").open = window.innerWidth >= ROOMY.width && window.innerHeight >= ROOMY.height;
  }
})(globalThis.IncidentAtlas);
