// The embed page: the map of one query, with its caption; record.js has the panel of a chosen record.
// It must run in <iframe sandbox="allow-scripts">, so it has no storage, no cookies and no parent.
import { tellHeight } from "../furniture/frame_height.js";
import { recordPanel } from "../furniture/record.js";
import { yearSlider } from "../furniture/years.js";
import { attach } from "../map/incident_map.js";
import { httpSource } from "../sources/http.js";
import { nearSource } from "../sources/near.js";
import { toggled } from "../sources/queries.js";
import { atlas } from "./public.js";

const ROOMY = { width: 480, height: 480 };   // px; from here on the sources are unfolded
/** @type {L.MapOptions} */
const START = { center: [25, 20], zoom: 2 };
const SHAPE = { ratio: 0.62, least: 260, most: 560 };   // height of a map to its width, and its limits in px
const LINES = ["sentence", "tolls", "sources", "dated", "licence"];
const NO_WORDS = Object.fromEntries(LINES.map((line) => [line, ""]));
const STILL = 150;              // ms without a move of the years until the server is asked

/** @returns {any} */
const byId = (id) => document.getElementById(id);
const root = document.documentElement;
const stage = byId("map");
const theme = root.dataset.theme;
const refused = document.querySelector(".atlas-error").textContent.trim() !== "";

applyTheme();
unfoldSources();
if (!refused) start();
tellHeightOfMap();

function start() {
  const map = L.map(stage, { ...START, zoomSnap: 0.25, wheelPxPerZoomLevel: 90 });
  const { at, assets, query: whole, known } = stage.dataset;
  const legend = stage.dataset.legend !== "0";
  const tiles = stage.dataset.tiles ? { url: stage.dataset.tiles, credit: stage.dataset.tilesCredit } : null;
  const http = httpSource("");
  const source = nearSource(http, { base: whole, known });
  const given = Object.fromEntries(LINES.map((line) => [line, byId(line).textContent]));
  const { open } = recordPanel(map, byId("panel"), source, known);
  let query = whole;
  let later = 0;
  const layer = attach(map, {
    source, query, theme, tiles, assets, at, legend,
    wheel: "click",
    onSelect: (id) => open(id),
    onFilter: (name, value) => ask(toggled(query, name, value)),
  });
  atlas.layer = layer;
  const years = yearRow((period) => ask(during(period, query, whole), STILL));
  years(query);

  // The map and the words under it follow what a reader chose of the legend and the years.
  function ask(asked, wait = 0) {
    query = asked;
    years(query);
    clearTimeout(later);
    if (wait && !source.has(query)) later = setTimeout(show, wait);
    else show();
  }

  async function show() {
    const asked = query;
    layer.setState({ query });
    const words = asked === whole ? given : await source.caption(asked).catch(() => NO_WORDS);   // no words rather than wrong ones
    if (asked === query) caption({ ...given, ...words }, query);
  }
}

// A query in other years; where an end of the slider leaves nothing out, the page's own date holds.
function during(period, query, whole) {
  const [parameters, before] = [query, whole].map((text) => new URLSearchParams(text));
  for (const name of ["from", "to"]) {
    const date = period[name] || before.get(name);
    if (date) parameters.set(name, date);
    else parameters.delete(name);
  }
  return parameters.toString();
}

// The row of years, and how it follows a query; none where all is of one year.
function yearRow(onChange) {
  const row = byId("years");
  const [first, last] = row.dataset.years.split(",").map(Number);
  if (!(first < last)) return () => {};
  const slider = yearSlider(byId("slider"), [first, last], onChange);
  row.hidden = false;
  return (query) => {
    const [low, high] = slider.asked(query);
    byId("low").textContent = low;
    byId("high").textContent = high;
    slider.show(null, [low, high]);
  };
}

function caption(words, query) {
  for (const line of LINES) byId(line).textContent = words[line];
  const link = byId("dashboard");
  const { at } = stage.dataset;
  const asked = [query, at && `at=${encodeURIComponent(at)}`].filter(Boolean).join("&");
  const [address] = link.getAttribute("href").split("?");
  link.setAttribute("href", [address, asked].filter(Boolean).join("?"));
}

// --- tiny helpers ---------------------------------------------------------------------------------

function applyTheme() {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => (root.dataset.theme = theme === "light" || theme === "dark" ? theme : dark.matches ? "dark" : "light");
  dark.addEventListener("change", apply);
  apply();
}

// A map in proportion, and what is under it.
function tellHeightOfMap() {
  const words = document.querySelector(".atlas-caption");
  const years = byId("years");
  tellHeight([words, years], () => {
    const map = Math.round(Math.min(SHAPE.most, Math.max(SHAPE.least, SHAPE.ratio * window.innerWidth)));
    return map + years.offsetHeight + words.scrollHeight;
  });
}

function unfoldSources() {
  byId("more").open = window.innerWidth >= ROOMY.width && window.innerHeight >= ROOMY.height;
}
