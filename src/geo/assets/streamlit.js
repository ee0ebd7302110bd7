// The layer inside streamlit-folium's frame: it reports what is chosen and follows the page's theme.
"use strict";

(function (atlas) {
  const RENDER = "streamlit:render";       // streamlit-component-lib's event, sent again for a new theme

  atlas.streamlitLayer = function (map) {
    const layer = atlas.attach(map, { onSelect: atlas.streamlitSelect(), theme: themeOfPage() });
    window.Streamlit.events.addEventListener(RENDER, () => layer.setState({ theme: themeOfPage() }));
    return layer;
  };

  // streamlit-component-lib writes the page's colours into the frame before each render.
  function themeOfPage() {
    const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number);
    return r + g + b < (3 * 255) / 2 ? "dark" : "light";
  }
})((globalThis.IncidentAtlas = globalThis.IncidentAtlas || {}));
