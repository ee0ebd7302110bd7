// The layer inside streamlit-folium's frame: it reports what is chosen, and follows the page's theme.
import { outerLinks } from "../furniture/outer_links.js";
import { outerPanel } from "../furniture/outer_panel.js";
import { outerTabs } from "../furniture/outer_tabs.js";
import { outerWords } from "../furniture/outer_words.js";
import { attach } from "../map/incident_map.js";
import { httpSource } from "../sources/http.js";
import { nearSource } from "../sources/near.js";
import { DashboardTime } from "./dashboard_time.js";
import { onPaper } from "./paper.js";
import { atlas } from "./public.js";

const RENDER = "streamlit:render";       // streamlit-component-lib's event, sent again for a new theme

/**
 * Put the layer on the component's map, and the timeline under it; `options` are those of `attach` that hold for good,
 * `columns`, the number of records that the page takes, and `server`, the path below which the server has everything.
 * streamlitState(state, answer) takes over what the script says.
 */
atlas.streamlitLayer = async (map, options) => {
  const waiting = [];
  atlas.streamlitState = (...said) => waiting.push(said);
  await styled();                          // the component does not wait: the map would be drawn for another height first
  const time = begin(map, options);
  atlas.streamlitState = (state, answer) => {
    replaceAddress(state.address);
    time.follow(state, answer);
  };
  waiting.forEach((said) => atlas.streamlitState(...said));
};

// While a reader types, the address changes without an entry in the history, which Streamlit would add for each pause.
function replaceAddress(address) {
  const { history, location } = window.parent;
  if (address) history.replaceState(history.state, "", `${location.pathname}?${address}`);
}

function begin(map, { server, columns, ...options }) {
  const report = reporter((n, hasStopped) => time.told(n, hasStopped));
  const layer = attach(map, {
    ...options,
    source: nearSource(httpSource(server, () => layer.state.token), { limit: columns, records: () => layer.state.records }),
    theme: themeOfPage(),
    whole: document.documentElement,
    onSelect: (id, coordinates) => {
      if (document.fullscreenElement) document.exitFullscreen();   // the panel lies in the page
      report({ id }, coordinates);
    },
    onView: (at) => report({ at }),
    onFilter: (name, value) => report({ filter: { name, value } }),
  });
  const time = new DashboardTime(layer, () => report({}, null, true));
  const frame = /** @type {HTMLElement} */ (document.getElementById("root"));
  onPaper(layer, { frame, timeline: time.node, theme: themeOfPage, drawNow: () => time.drawNow() });
  window.frameElement.setAttribute("title", "Map");   // the name that a screen reader says
  outerLinks();
  outerTabs();
  outerWords();
  outerPanel(layer, () => {
    layer.setState({ selected: null });
    report({ id: null });
  });
  window.Streamlit.events.addEventListener(RENDER, () => layer.setState({ theme: themeOfPage() }));
  // The server forgets a reader's own files with the page: the browser asks before it leaves it.
  window.addEventListener("beforeunload", (event) => layer.state.unsaved && event.preventDefault());
  return time;
}

// Resolves once the style sheets are here, or cannot come.
function styled() {
  const sheets = /** @type {NodeListOf<HTMLLinkElement>} */ (document.querySelectorAll("link[rel=stylesheet]"));
  const loaded = (sheet) => new Promise((resolve) => ["load", "error"].forEach((type) => sheet.addEventListener(type, resolve)));
  return Promise.all([...sheets].map((sheet) => sheet.sheet || loaded(sheet)));
}

// Reports a choice as streamlit-folium reports a drawing of its own. Private to streamlit-folium
// 0.27 (updateComponentValue in its index.tsx): __GLOBAL_DATA__ and previous_data. `n` grows, so
// that choosing the same again is news to the script. `told` gives the period that report `n` tells next to the choice.
function reporter(told) {
  let n = 0;
  return (choice, coordinates, hasStopped = false) => {
    const shared = window.__GLOBAL_DATA__;
    n = Math.max(n + 1, Date.now());
    const period = told(n, hasStopped);
    const properties = { ...choice, ...(period && { period }), n };
    const geometry = coordinates ? { type: "Point", coordinates } : null;
    shared.last_active_drawing = { type: "Feature", properties, geometry };
    // previous_data too: the component's own report, 250 ms after the click, then has no news.
    shared.previous_data = { ...shared.previous_data, last_active_drawing: shared.last_active_drawing };
    window.Streamlit.setComponentValue(shared.previous_data);
  };
}

// streamlit-component-lib writes the page's colours into the frame before each render.
function themeOfPage() {
  const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number);
  return r + g + b < (3 * 255) / 2 ? "dark" : "light";
}
