// The panes of the map, from below; Leaflet's own lie among them: tiles 200, vectors 400, markers 600.
const PANES = {
  "atlas-land": 199,            // under others' tiles
  "atlas-tiles": 210,           // over the land, which shows until they are there
  "atlas-streets": 220,         // over the land, which shows where they are not
  "atlas-labels": 300,
  "atlas-found": 440,           // the ring around a place that was looked for
  "atlas-incidents": 450,
};

/** The pane of a name on a map, made where there is none; a pointer does not see it. */
export function paneOf(map, name) {
  const pane = map.getPane(name) || map.createPane(name);
  Object.assign(pane.style, { zIndex: PANES[name], pointerEvents: "none" });
  return pane;
}
