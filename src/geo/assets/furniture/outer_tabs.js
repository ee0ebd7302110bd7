// The dashboard's tabs, which lie in the page around the map's frame: what a reader opens comes into view.
const TABS = ".st-key-tab";
const CONTENT = `${TABS} [role="tabpanel"] > *`;
const MAIN = '[data-testid="stMain"]';
const FOCUSED = 100;            // ms in which a tab that the keyboard opens takes the focus, which ends a smooth scroll
const AGAIN = 300;              // ms after which content that came late, or a scroll that was ended, is seen to
const BY_HAND = ["wheel", "touchmove", "pointerdown", "keydown"];   // with which a reader goes elsewhere
const TIMES = 3;                // of which a scroll is begun: what is still drawn may end it
const SETTLED = 10_000;         // ms after which what a tab still draws moves the page no more
const HIGH = 0.4;               // share of the window above which the tabs leave enough room

/** Scroll to the tabs where a reader, or a button elsewhere, opens one whose content is cut or still to come. */
export function outerTabs() {
  const page = window.parent.document;
  const stop = new AbortController();
  let timers = [];
  const leave = () => timers.forEach(clearTimeout);
  const answer = (target) => {
    if (!target.closest?.(`${TABS} [role="tab"][aria-selected="true"]`)) return;
    leave();
    const scroll = { from: page.querySelector(MAIN).scrollTop, times: TIMES };
    const look = () => bringUp(page, scroll) || leave();
    timers = [setTimeout(look, FOCUSED)];
    for (let late = FOCUSED + AGAIN; late < SETTLED; late += AGAIN) timers.push(setTimeout(look, late));
  };
  const watch = new MutationObserver((changes) => changes.forEach(({ target }) => answer(target)));
  watch.observe(page.body, { subtree: true, attributeFilter: ["aria-selected"] });
  page.addEventListener("click", ({ target }) => answer(target), { capture: true, signal: stop.signal });   // on the open one
  const heard = { capture: true, passive: true, signal: stop.signal };
  for (const way of BY_HAND) [page, document].forEach((part) => part.addEventListener(way, leave, heard));
  window.addEventListener("pagehide", () => {
    leave();
    watch.disconnect();
    stop.abort();
  });
}

/** Scroll to the tabs if need be; return whether to look again, which ends where the page was scrolled meanwhile. */
function bringUp(page, scroll) {
  const [main, tabs] = [MAIN, TABS].map((part) => page.querySelector(part));
  const isBegun = scroll.times < TIMES;
  if (!isBegun && main.scrollTop !== scroll.from) return false;
  if (!isBegun && isInView(main, tabs)) return true;
  const isCalm = page.defaultView.matchMedia("(prefers-reduced-motion: reduce)").matches;
  tabs.scrollIntoView({ block: "start", behavior: isCalm ? "auto" : "smooth" });   // less its scroll-margin
  return --scroll.times > 0;
}

function isInView(main, tabs) {
  const content = main.querySelector(CONTENT);
  const { top, bottom, height } = main.getBoundingClientRect();
  const at = tabs.getBoundingClientRect().top - top;
  const isWhole = content?.offsetHeight > 0 && content.getBoundingClientRect().bottom <= bottom;
  return at >= 0 && (isWhole || at < HIGH * height);
}
