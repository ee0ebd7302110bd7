// The layer inside streamlit-folium's frame: it reports what is chosen, and follows the page's theme.
import { outerPanel } from "../furniture/outer_panel.js";
import { attach } from "../map/incident_map.js";
import { atlas } from "./public.js";

const RENDER = "streamlit:render";       // streamlit-component-lib's event, sent again for a new theme

/** Put the layer on the component's map; `options` are those of `attach` that hold for good. */
atlas.streamlitLayer = (map, options) => {
  const report = reporter();
  const layer = attach(map, {
    ...options,
    theme: themeOfPage(),
    onSelect: (id, coordinates) => report({ id }, coordinates),
    onView: (at) => report({ at }),
    onFilter: (name, value) => report({ filter: { name, value } }),
  });
  outerPanel(layer, () => {
    layer.setState({ selected: null });
    report({ id: null });
  });
  window.Streamlit.events.addEventListener(RENDER, () => layer.setState({ theme: themeOfPage() }));
  // The server forgets a reader's own files with the page: the browser asks before it leaves it.
  window.addEventListener("beforeunload", (event) => layer.state.unsaved && event.preventDefault());
  return layer;
};

// Reports a choice as streamlit-folium reports a drawing of its own. Private to streamlit-folium
// 0.27 (updateComponentValue in its index.tsx): __GLOBAL_DATA__ and previous_data. `n` grows, so
// that choosing the same again is news to the script.
function reporter() {
  let n = 0;
  return (properties, coordinates) => {
    const shared = window.__GLOBAL_DATA__;
    n = Math.max(n + 1, Date.now());
    const geometry = coordinates ? { type: "Point", coordinates } : null;
    shared.last_active_drawing = { type: "Feature", properties: { ...properties, n }, geometry };
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
