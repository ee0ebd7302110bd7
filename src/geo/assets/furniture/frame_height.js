// What an embed tells the page around it: how high its frame should be.
import { ASK_HEIGHT, heightMessages } from "./frame_messages.js";

/**
 * Tell the page around the height of this one: now, when one of `parts` or the window has another size, and when it
 * asks. `heightOf()` must not depend on the height of the frame, which follows it.
 */
export function tellHeight(parts, heightOf) {
  const isFramed = window.parent !== window;
  const src = location.href;   // as the frame names it, whatever a reader's choices add to it
  let told = 0;
  const tell = () => {
    const height = heightOf();
    if (isFramed && height !== told) heightMessages(src, height).forEach((message) => window.parent.postMessage(message, "*"));
    told = height;
  };
  const observer = new ResizeObserver(tell);
  parts.forEach((part) => observer.observe(part));
  window.addEventListener("resize", tell);
  window.addEventListener("message", ({ source, data }) => {
    if (source !== window.parent || data !== ASK_HEIGHT) return;
    told = 0;
    tell();
  });
  tell();
}
