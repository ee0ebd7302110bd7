// The map on paper: a print takes the page as it stands at one moment, and waits for no frame.

const SIZE = [670, 414];        // px, the map on a page of A4
const CLASS = "atlas-on-paper";  // of a page whose map has that size

/**
 * On paper a layer and its timeline are light and as wide as the paper, with the same view. `frame` gives the map its
 * size; without one only the theme changes. theme() is that of the screen, drawNow() draws what else would wait for a frame.
 * @param {any} layer
 * @param {{frame: HTMLElement | null, timeline: HTMLElement | null, theme: () => string, drawNow: () => void}} page
 */
export function onPaper(layer, { frame, timeline, theme, drawNow }) {
  const paint = (theme) => {
    layer.setState({ theme });
    layer.drawNow();
    drawNow();
  };
  const sized = frame ? onPaperOf(layer.map, frame, timeline) : { begin() {}, end() {} };
  window.addEventListener("beforeprint", () => {
    sized.begin();
    paint("light");
  });
  window.addEventListener("afterprint", () => {
    sized.end();
    paint(theme());
  });
}

// Gives a map the size of the paper, and its own again.
function onPaperOf(map, frame, timeline) {
  const { classList } = document.documentElement;
  /** @type {[any, number]} */
  let seen = [null, 0];
  const show = (width, height, center, zoom) => {
    Object.assign(frame.style, { width, height });
    if (timeline) timeline.style.width = width;
    map.invalidateSize({ animate: false, pan: false });
    map.setView(center, zoom, { animate: false });
  };
  return {
    begin() {
      const { x, y } = map.getSize();
      seen = [map.getCenter(), map.getZoom()];
      classList.add(CLASS);
      const closer = Math.log2(Math.min(SIZE[0] / x, SIZE[1] / y));
      const step = map.options.zoomSnap || 1;
      show(`${SIZE[0]}px`, `${SIZE[1]}px`, seen[0], Math.floor((seen[1] + closer) / step) * step);   // rounded up, it would cut
    },
    end() {
      classList.remove(CLASS);
      show("", "", ...seen);
    },
  };
}
