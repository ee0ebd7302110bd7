// Map tiles of an outside server, where an operator turns them on.
import { element } from "../furniture/element.js";
import { paneOf } from "./panes.js";

/** Draw an outside server's tiles over the land; `whenDrawn` is called once, at the first tile that is there. */
export function tileLayer(map, { url, credit }, whenDrawn) {
  const notice = `Background from ${new URL(url).host}, which sees what part of the map you look at`;
  paneOf(map, "atlas-tiles");
  map.getContainer().classList.add("atlas-tiled");
  return L.tileLayer(url, {
    pane: "atlas-tiles",
    attribution: [credit, notice].filter(Boolean).map(escaped).join(" · "),
    updateWhenZooming: false,
  }).once("tileload", whenDrawn).addTo(map);
}

// Leaflet takes an attribution as HTML; what the browser writes of a text is that text.
const escaped = (text) => element("span", {}, text).innerHTML;
