// The dashboard's tabs, which lie in the page around the map's frame: what a reader opens comes into view.
const TABS = ".st-key-tab";
const CONTENT = `${TABS} [role="tabpanel"] > *`;
const MAIN = '[data-testid="stMain"]';
const FOCUSED = 100;            // ms in which a tab that the keyboard opens takes the focus, which ends a smooth scroll
const HIGH = 0.4;               // share of the window above which the tabs leave enough room

/** Scroll to the tabs where a reader, or a button elsewhere, opens one whose content is cut or still to come. */
export function outerTabs() {
  const page = window.parent.document;
  const stop = new AbortController();
  let later = 0;
  const answer = (target) => {
    if (!target.closest?.(`${TABS} [role="tab"][aria-selected="true"]`)) return;
    clearTimeout(later);
    later = setTimeout(() => bringUp(page), FOCUSED);
  };
  const watch = new MutationObserver((changes) => changes.forEach(({ target }) => answer(target)));
  watch.observe(page.body, { subtree: true, attributeFilter: ["aria-selected"] });
  page.addEventListener("click", ({ target }) => answer(target), { capture: true, signal: stop.signal });   // on the open one
  window.addEventListener("pagehide", () => {
    watch.disconnect();
    stop.abort();
  });
}

function bringUp(page) {
  const [main, content] = [MAIN, CONTENT].map((part) => page.querySelector(part));
  const { top, bottom, height } = main.getBoundingClientRect();
  const tabs = page.querySelector(TABS);
  const at = tabs.getBoundingClientRect().top - top;
  const isWhole = content?.offsetHeight > 0 && content.getBoundingClientRect().bottom <= bottom;
  if (at >= 0 && (isWhole || at < HIGH * height)) return;
  const isCalm = page.defaultView.matchMedia("(prefers-reduced-motion: reduce)").matches;
  tabs.scrollIntoView({ block: "start", behavior: isCalm ? "auto" : "smooth" });   // less its scroll-margin
}
