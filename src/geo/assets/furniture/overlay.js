// What lies over the canvas in HTML: tooltip, list, notices, and the buttons that the keyboard walks.
// Text from data is only ever set as text.
import { element } from "./element.js";

const HINT_FOR = 1400;          // ms
const SPINNER_AFTER = 400;      // ms
const EDGE = 6;                 // px kept free between a box and the frame
const GAP = 10;                 // px between a mark and the box that speaks of it

const LIST = "atlas-list";

/** The overlay of a map's container. A spot is {x, y, r}: a mark in container pixels. */
export class Overlay {
  constructor(container) {
    this._mirror = element("div", { class: "atlas-mirror", role: "group", "aria-label": "Marks in view" });
    this._live = element("div", { class: "atlas-hidden", "aria-live": "polite" });
    this._hint = element("div", { class: "atlas-hint", "aria-hidden": "true", hidden: "" });
    this._tip = element("div", { class: "atlas-tip", hidden: "" });
    this._notice = element("div", { class: "atlas-notice", hidden: "" });
    this._list = element("div", { class: "atlas-list", role: "dialog", id: LIST, hidden: "" });
    const spinner = element("div", { class: "atlas-spinner" });
    this.node = element("div", { class: "atlas-overlay" }, this._mirror, this._live, spinner, this._hint, this._tip, this._notice, this._list);
    container.insertBefore(this.node, container.querySelector(":scope > .leaflet-control-container"));
    L.DomEvent.disableClickPropagation(this._list).disableScrollPropagation(this._list);
  }

  remove() {
    clearTimeout(this._slow);
    this.node.remove();
  }

  announce(words) {
    if (this._live.textContent !== words) this._live.textContent = words;
  }

  notice(words) {
    this._notice.textContent = words;
    this._notice.hidden = !words;
    if (words) this.announce(words);
  }

  /** A wait is shown once it is long. */
  busy(isBusy) {
    clearTimeout(this._slow);
    if (isBusy) this._slow = setTimeout(() => this.node.classList.add("atlas-busy"), SPINNER_AFTER);
    else this.node.classList.remove("atlas-busy");
  }

  hint(words) {
    this._hint.textContent = words;
    this._hint.hidden = false;
    clearTimeout(this._hintTimer);
    this._hintTimer = setTimeout(() => (this._hint.hidden = true), HINT_FOR);
  }

  // --- tooltip ----------------------------------------------------------------------------

  showTip(key, spot, [title, ...lines]) {
    if (this._tipKey === key) return;
    this._tipKey = key;
    this._tip.replaceChildren(element("strong", {}, element("bdi", {}, title)), ...lines.map((line) => element("span", {}, line)));
    this._tip.hidden = false;
    placeBeside(this._tip, spot, this.node);
  }

  hideTip() {
    this._tip.hidden = true;
    this._tipKey = null;
  }

  // --- list -------------------------------------------------------------------------------

  /** rows = [{icon, title, detail, current, choose}]; the focus returns to `opener`. */
  showList(title, rows, spot, opener) {
    const close = element("button", { type: "button", class: "atlas-close", "aria-label": "Close the list" }, "×");
    const items = rows.map((row) => this._row(row));
    close.addEventListener("click", () => this.closeList());
    this._list.replaceChildren(element("header", {}, element("strong", {}, title), close), element("ul", {}, ...items));
    this._list.setAttribute("aria-label", title);
    this._list.hidden = false;
    this._opener = opener;
    opener?.setAttribute("aria-expanded", "true");
    placeBeside(this._list, spot, this.node);
    this._list.querySelector("li button").focus({ preventScroll: true });
  }

  _row({ icon, title, detail, current, choose }) {
    const words = element("span", {}, element("strong", {}, element("bdi", {}, title)), detail);
    const button = element("button", { type: "button", ...(current && { "aria-current": "true" }) }, icon, words);
    button.addEventListener("click", () => {
      this.closeList();
      choose();
    });
    return element("li", {}, button);
  }

  closeList() {
    if (this._list.hidden) return false;
    const hadFocus = this._list.contains(document.activeElement);
    this._list.hidden = true;
    this._opener?.setAttribute("aria-expanded", "false");
    if (hadFocus && this._opener) this._opener.focus({ preventScroll: true });
    return true;
  }

  // --- keyboard -----------------------------------------------------------------------------

  /** entries = [{key, kind, x, y, r, words, current, focus, open}]; a button that stays keeps the focus. */
  mirror(entries) {
    const old = new Map([...this._mirror.children].map((node) => [node.dataset.key, node]));
    const nodes = entries.map((entry) => updated(old.get(entry.key) || element("button", { type: "button", "data-key": entry.key, ...opens(entry) }), entry));
    const kept = new Set(nodes);
    old.forEach((node) => kept.has(node) || node.remove());
    nodes.forEach((node, i) => this._mirror.children[i] === node || this._mirror.insertBefore(node, this._mirror.children[i] || null));
  }
}

// --- tiny helpers ---------------------------------------------------------------------------

// What a mark opens: records on one spot a list, one record the page's panel.
const opens = ({ kind }) => (kind === "stack" ? { "aria-haspopup": "dialog", "aria-expanded": "false", "aria-controls": LIST } : {});

function updated(node, { kind, x, y, r, words, current, focus, open }) {
  if (node.getAttribute("aria-label") !== words) node.setAttribute("aria-label", words);
  Object.assign(node.style, { left: `${x}px`, top: `${y}px`, width: `${2 * r}px`, height: `${2 * r}px` });
  if (kind === "incident") node.setAttribute("aria-expanded", String(Boolean(current)));
  if (current) node.setAttribute("aria-current", "true");
  else node.removeAttribute("aria-current");
  node.onfocus = focus;
  node.onclick = (event) => {
    event.stopPropagation();      // or the map would take it for a click at the button's place
    open(node);
  };
  return node;
}

// Above the mark if there is room, else below; always inside the frame.
function placeBeside(box, { x, y, r }, frame) {
  const [width, height] = [box.offsetWidth, box.offsetHeight];
  const left = Math.max(EDGE, Math.min(x - width / 2, frame.clientWidth - width - EDGE));
  const above = y - r - GAP - height;
  const below = Math.min(y + r + GAP, frame.clientHeight - height - EDGE);
  Object.assign(box.style, { left: `${Math.round(left)}px`, top: `${Math.round(above > EDGE ? above : Math.max(EDGE, below))}px` });
}
