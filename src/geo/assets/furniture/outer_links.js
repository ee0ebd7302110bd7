// The links of the page around the map's frame: Streamlit's filter of HTML writes `rel` itself, without "nofollow".
const FOREIGN = 'a[href^="http:"], a[href^="https:"]';

/** Tell search engines, as in all other outputs, that a link of the data is not a recommendation. */
export function outerLinks() {
  const page = window.parent.document;
  const watch = new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach(mark)));
  mark(page.body);
  watch.observe(page.body, { subtree: true, childList: true });
  window.addEventListener("pagehide", () => watch.disconnect());
}

function mark(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  const links = [...node.querySelectorAll(FOREIGN), ...(node.matches(FOREIGN) ? [node] : [])];
  for (const link of links) link.relList.add("noopener", "noreferrer", "nofollow");
}
