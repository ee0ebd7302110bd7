// What an embed tells the page around it: how high its frame should be. The message has the form that
// Embedly and Medium read; it says what the frame's address says, which the page around it gave.

/** Tell the height of a page now, and when one of `parts` or the window has another size. */
export function tellHeight(parts, heightOf) {
  if (window.parent === window) return;
  const src = location.href;   // as the frame names it, whatever a reader's choices add to it
  let told = 0;
  const tell = () => {
    const height = heightOf();
    if (height !== told) window.parent.postMessage(JSON.stringify({ src, context: "iframe.resize", height }), "*");
    told = height;
  };
  const observer = new ResizeObserver(tell);
  parts.forEach((part) => observer.observe(part));
  window.addEventListener("resize", tell);
  tell();
}
