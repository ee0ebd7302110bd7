// The words of the page around the map's frame that name what it is made with: others stand in their place.
const OURS = new Map([
  ["Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:", "The server of this dashboard has stopped. Start it again in a terminal, as before:"],
  ["Streamlit server is not responding. Are you connected to the internet?", "The server of this dashboard does not answer. Is this computer connected to its network?"],
  ["streamlit run yourscript.py", "geo serve"],
  ["Connecting to Streamlit server", "Connecting to the server of this dashboard"],
  ["Unable to connect to Streamlit server", "The server of this dashboard does not answer"],
]);

/** Replace words as they appear, in the nodes that the page made: it may still change or remove them. */
export function outerWords() {
  const page = window.parent.document;
  const watch = new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach((node) => replace(page, node))));
  watch.observe(page.body, { subtree: true, childList: true });
  window.addEventListener("pagehide", () => watch.disconnect());
}

function replace(page, node) {
  const texts = page.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  for (let text = texts.currentNode; text; text = texts.nextNode()) {
    const ours = text.nodeType === Node.TEXT_NODE && OURS.get(text.data.trim());
    if (ours) text.data = ours;
  }
}
