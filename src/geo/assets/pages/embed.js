// The embed page: the map of one query, with its caption; record.js has the panel of a chosen record.
// It must run in <iframe sandbox="allow-scripts">, so it has no storage, no cookies and no parent.
import { writeNumbers } from "../drawing/words.js";
import { collectionNote } from "../furniture/collection_note.js";
import { tellHeight } from "../furniture/frame_height.js";
import { recordPanel } from "../furniture/record.js";
import { attach } from "../map/incident_map.js";
import { httpSource } from "../sources/http.js";
import { nearSource } from "../sources/near.js";
import { onPaper } from "./paper.js";
import { atlas } from "./public.js";
import { Reading } from "./reading.js";

const ROOMY = 700;              // px of width from which on the sources are unfolded, and stand in one line
/** @type {L.MapOptions} */
const START = { center: [25, 20], zoom: 2 };
const SHAPE = { ratio: 0.62, least: 260, most: 560 };   // height of a map to its width, and its limits in px
const ENGLISH = "en";
const LOW = { "atlas-low": 480, "atlas-lowest": 380 };   // px of height below which the page has this class
const LINES = ["sentence", "tolls", "sources", "dated", "licence"];
const NO_WORDS = Object.fromEntries(LINES.map((line) => [line, ""]));

/** @returns {any} */
const byId = (id) => document.getElementById(id);
const root = document.documentElement;
const stage = byId("map");
const theme = root.dataset.theme;
const hasTitle = document.querySelector(".atlas-title h1") !== null;   // else the page is called by what it shows
const refused = document.querySelector(".atlas-error").textContent.trim() !== "";

const roomy = window.matchMedia(`(min-width: ${ROOMY}px)`);
let isReaders = false;   // the folding of the sources

applyTheme();
unfoldSources();
if (!refused) start();
tellHeightOfMap();

function start() {
  const { at, borders, server, assets, query: whole, known, play, select, numbers, format } = stage.dataset;
  if (numbers !== ENGLISH) writeNumbers(JSON.parse(format));
  const map = L.map(stage, { ...START, zoomSnap: 0.25, wheelPxPerZoomLevel: 90 });
  const legend = stage.dataset.legend !== "0";
  const tiles = stage.dataset.tiles ? { url: stage.dataset.tiles, credit: stage.dataset.tilesCredit } : null;
  const streets = stage.dataset.streets ? JSON.parse(stage.dataset.streets) : null;
  const source = nearSource(httpSource(server, undefined, numbers === ENGLISH ? "" : numbers), { base: whole, limit: Number(stage.dataset.columns), known });
  const given = Object.fromEntries(LINES.map((line) => [line, byId(line).textContent]));
  const panel = recordPanel(map, byId("panel"), source, known, {
    query: () => reading.query,
    outside: ({ outside }) => outside,
    reset: () => way(reading.query),
  });
  const way = (query) => (query === whole ? null : () => reading.ask(whole));   // back from what a reader has chosen
  const node = stage.dataset.years === "0" ? null : byId("timeline");
  const reading = new Reading(source, { query: whole, play, node }, {
    words: (query) => (query === whole ? given : source.caption(query).catch(() => NO_WORDS)),   // no words rather than wrong ones
    say: (words, query) => {
      caption({ ...given, ...words }, query, layer.state.colorBy);
      if (byId("reasons")) byId("reasons").hidden = query !== whole;   // they are those of the page's own query
    },
    rest: (query, play) => {
      keepAddress(query, play, layer.state);
      panel.follow();
    },
  });
  const layer = attach(map, {
    ...JSON.parse(stage.dataset.mapKey),
    source, query: whole, theme, tiles, streets, assets, at, borders, legend,
    whole: root,
    onSelect: (id) => panel.open(id),
    onReset: way,
    onFilter: (name, value) => reading.toggle(name, value),
    onColor: (colorBy) => {
      layer.setState({ colorBy });
      keepAddress(reading.query, reading.play, layer.state);
      linkToDashboard(reading.query, colorBy);
    },
  });
  atlas.layer = layer;
  layer.on("choose", () => keepAddress(reading.query, reading.play, layer.state));
  reading.begin(layer);
  if (select) {
    layer.setState({ selected: select });
    panel.open(select, false);
  }
  node?.after(collectionNote(source));
  // A page around it prints the frame in its size.
  onPaper(layer, { frame: window.top === window ? stage : null, timeline: node, theme: () => theme, drawNow: () => reading.drawNow() });
}

// A reload, or a copy of the address, opens the same picture with the same record. A frame may forbid it.
function keepAddress(query, play, { selected, colorBy }) {
  const record = selected && `select=${encodeURIComponent(selected)}`;
  const parameters = [stage.dataset.switches, query, play && `play=${play}`, colorOf(colorBy), record].filter(Boolean).join("&");
  try {
    window.history.replaceState(null, "", parameters ? `?${parameters}` : location.pathname);
  } catch {
    // the picture is the same without it
  }
}

// A function, since the page begins above it.
function colorOf(colorBy) {
  return colorBy === "status" ? "" : `color=${colorBy}`;
}

function caption(words, query, colorBy) {
  for (const line of LINES) byId(line).textContent = words[line];
  if (!hasTitle && words.sentence) document.title = words.sentence;
  linkToDashboard(query, colorBy);
}

function linkToDashboard(query, colorBy) {
  const link = byId("dashboard");
  if (!link) return;   // a server without a dashboard
  const [address, parameters = ""] = link.getAttribute("href").split("?");
  const given = new URLSearchParams(parameters);
  const kept = ["at", "borders"].filter((name) => given.has(name)).map((name) => `${name}=${given.get(name)}`);
  link.setAttribute("href", [address, [query, ...kept, colorOf(colorBy)].filter(Boolean).join("&")].filter(Boolean).join("?"));
}

// --- tiny helpers ---------------------------------------------------------------------------------

function applyTheme() {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const apply = () => (root.dataset.theme = theme === "light" || theme === "dark" ? theme : dark.matches ? "dark" : "light");
  dark.addEventListener("change", apply);
  window.addEventListener("beforeprint", () => (root.dataset.theme = "light"));
  window.addEventListener("afterprint", apply);
  apply();
}

// A map in proportion, and what is over and under it. A frame that is lower keeps its room for the map.
function tellHeightOfMap() {
  const around = [...document.body.children].filter((part) => !part.contains(stage));
  tellHeight(around, () => {
    const height = wholeHeight(around);
    for (const [name, least] of Object.entries(LOW)) root.classList.toggle(name, window.innerHeight < Math.min(least, height));
    foldSources();
    return height;
  });
}

function wholeHeight(around) {
  root.classList.remove(...Object.keys(LOW));
  foldSources();
  root.classList.add("atlas-whole");
  const map = Math.round(Math.min(SHAPE.most, Math.max(SHAPE.least, SHAPE.ratio * window.innerWidth)));
  const height = around.reduce((sum, part) => sum + Math.ceil(part.getBoundingClientRect().height), map);
  root.classList.remove("atlas-whole");
  return height;
}

// Not once and for all: a frame may have no width yet.
function unfoldSources() {
  byId("more").querySelector("summary").addEventListener("click", () => (isReaders = true));
  roomy.addEventListener("change", foldSources);
  foldSources();
}

// Until a reader folds or unfolds them. In a low frame the map needs their room.
function foldSources() {
  if (!isReaders) byId("more").open = roomy.matches && !root.classList.contains("atlas-low");
}
