// The button that gives a page's map the whole screen.
import { element } from "../../furniture/element.js";
import { icon } from "../../furniture/icon.js";

const ARROWS = { false: "M6 2H2v4M10 2h4v4M6 14H2v-4M10 14h4v-4", true: "M2 6h4V2M14 6h-4V2M2 10h4v4M14 10h-4v4" };   // is it filled?
const NAMES = { false: "Full screen", true: "Leave full screen" };

/** The button for what shall fill the screen; null where the browser, or the page around a frame, does not allow it. */
export function fullScreenButton(part, signal) {
  if (!document.fullscreenEnabled) return null;
  const button = element("button", { type: "button", class: "atlas-full-button" });
  const follow = () => {
    const isFilled = document.fullscreenElement === part;
    for (const name of ["aria-label", "title"]) button.setAttribute(name, NAMES[isFilled]);
    button.replaceChildren(icon(ARROWS[isFilled]));
  };
  button.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : part.requestFullscreen()).catch(() => {}));
  document.addEventListener("fullscreenchange", follow, { signal });
  follow();
  const node = element("div", { class: "atlas-full leaflet-bar" }, button);
  L.DomEvent.disableClickPropagation(node);
  return node;
}
