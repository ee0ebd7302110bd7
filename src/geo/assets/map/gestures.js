// Wheel and fingers: they belong to the page until the reader enters the map.
const DRAG = 10;                         // px that a finger moves before it no longer taps

/** Is a node one of the map's controls, or the list over it? */
export const isFurniture = (node) => Boolean(node.closest(".leaflet-control, .atlas-list"));

/** Let the wheel zoom only with Ctrl, on the full screen, or after a click in the map, until the reader leaves it. */
export function tameWheel(map, overlay, signal) {
  const container = map.getContainer();
  let isEntered = false;
  const leave = () => (isEntered = false);
  map.on("click", () => (isEntered = true));
  container.addEventListener("pointerleave", leave, { signal });
  window.addEventListener("blur", leave, { signal });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && leave(), { capture: true, signal });
  container.addEventListener("wheel", (event) => {
    if (isEntered || document.fullscreenElement || event.ctrlKey || event.metaKey || isFurniture(event.target)) return;
    event.stopPropagation();             // Leaflet never hears of it, so the page scrolls
    overlay.hint("Click the map, or hold Ctrl, to zoom");
  }, { capture: true, passive: true, signal });
}

/** Let one finger scroll the page, and two move and zoom the map: Leaflet never hears of a single one. */
export function tameTouch(map, overlay, signal) {
  const container = map.getContainer();
  let first = null;
  container.addEventListener("touchstart", (event) => {
    const isSingle = event.touches.length === 1 && !isFurniture(event.target);
    first = isSingle ? event.touches[0] : null;
    if (isSingle) event.stopPropagation();
  }, { capture: true, passive: true, signal });
  container.addEventListener("touchmove", ({ touches: [{ screenX, screenY }] }) => {
    if (first && Math.hypot(screenX - first.screenX, screenY - first.screenY) > DRAG) overlay.hint("Use two fingers to move the map");
  }, { passive: true, signal });
}

/** Keep clicks on controls from the map: Leaflet takes two quick taps on its own buttons for a double tap. */
export function deafenTo(controls, signal) {
  controls.addEventListener("click", (event) => event.stopPropagation(), { signal });
}
