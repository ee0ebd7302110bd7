// What a reader has asked the browser for: no motion, and light or dark.

const matches = (query) => window.matchMedia(query).matches;

/** Does the reader want no motion? */
export const calm = () => matches("(prefers-reduced-motion: reduce)");

/** "light" or "dark": the theme, or the reader's where it is "auto". */
export const resolved = (theme) => (theme === "light" || theme === "dark" ? theme : matches("(prefers-color-scheme: dark)") ? "dark" : "light");

/** Call back whenever the reader's choice of light or dark changes. */
export const onScheme = (change, signal) => window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", change, { signal });

/** Make a map move without animation: Leaflet does not ask the reader. */
export function keepStill(map) {
  const { panBy } = map;
  map._zoomAnimated = false;             // read from the options only when a map is made
  map.panBy = (offset, options) => panBy.call(map, offset, { ...options, animate: false });
  Object.assign(map.options, { zoomAnimation: false, inertia: false });
}
