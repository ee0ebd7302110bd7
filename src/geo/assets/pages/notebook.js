// The map in a notebook: folium makes page and map, this adds the layer, the panel and the caption.
import { shownCaption } from "../drawing/words.js";
import { element } from "../furniture/element.js";
import { recordPanel } from "../furniture/record.js";
import { attach } from "../map/incident_map.js";
import { carried } from "../sources/carried.js";
import { aroundPanel } from "./chosen.js";
import { atlas } from "./public.js";
import { Reading } from "./reading.js";

// All that folium's popups ask of jQuery: the element that HTML makes. Whoever brings jQuery along replaces it.
window.$ = window.$ || ((html) => {
  const made = element("template");
  made.innerHTML = html;
  return [made.content.firstElementChild];
});

/**
 * Put the layer on a map of folium's. `page` is what carried takes; `words` = {sentence, tolls, lines};
 * `pictures` are options of Leaflet's default marker; `fit` as in attach.
 */
atlas.notebookMap = (map, { page, words, pictures, fit }) => {
  const { source, groups, key, basemap, single, hasWords } = carried(page);
  const { panel, node, say } = framed(map.getContainer(), words);
  const reading = new Reading(source, { query: "", node: single ? node : null }, {
    words: async (query) => (query ? shownCaption(await source.caption(query), page.data.known) : words),
    say: (said) => {
      say(said);
      record.follow();
    },
  });
  const record = recordPanel(map, panel, source, page.data.known, aroundPanel(source, groups, () => reading));
  document.documentElement.lang = "en";
  document.documentElement.dataset.theme = "auto";
  document.title = words.sentence;
  L.Icon.Default.imagePath = "";
  L.Icon.Default.mergeOptions(pictures);
  map.invalidateSize({ animate: false });
  const layer = attach(map, {
    source,
    ...key,
    basemap,
    fit,
    at: page.data.at,
    onReset: (query) => single && query && (() => reading.ask("")),
    onColor: (colorBy) => layer.setState({ colorBy }),
    ...(hasWords && { onSelect: (id) => record.open(id) }),
    ...(single && { onFilter: (name, value) => reading.toggle(name, value) }),
  });
  if (source.ready) source.ready.then(() => reading.begin(layer), () => {});   // the map says why not
  else reading.begin(layer);
};

// Puts a frame around a map: the map with its panel, and under them the timeline and the caption.
function framed(container, words) {
  const [sentence, tolls] = [element("p", { class: "atlas-sentence" }), element("p")];
  const lines = words.lines.filter(Boolean).flatMap((line) => [line, " "]);
  const panel = element("aside", { class: "atlas-panel", "aria-labelledby": "panel-title", hidden: "" });
  const stage = element("div", { class: "atlas-stage" });
  const caption = element("footer", { class: "atlas-caption" }, sentence, tolls, element("p", { class: "atlas-rule" }, ...lines));
  const say = (said) => [sentence, tolls].forEach((line, i) => (line.textContent = [said.sentence, said.tolls][i]));
  const node = element("section", { class: "atlas-time", "aria-label": "Timeline", hidden: "" });
  const frame = element("div", { class: "atlas-embed atlas-notebook" }, stage, node, caption);
  // st_folium gives the size of the whole to the map, and no class.
  for (const side of ["width", "height"]) [frame.style[side], container.style[side]] = [container.style[side], ""];
  container.classList.add("folium-map");
  container.replaceWith(frame);
  stage.append(container, panel);
  say(words);
  return { panel, node, say };
}
