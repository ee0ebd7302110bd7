// The dashboard's panel, which lies in the page around the map's frame, as the table does: its keys and its links.
import { followLink } from "./statements.js";

const PANEL = ".st-key-detail";
const CLOSE = ".st-key-close";
const TABLE = ".atlas-rows";
const FIELD = "input, select, textarea";   // has an Escape of its own

/**
 * Let a record begin at its top, Escape close the panel from everywhere in it and in the table, and where the keyboard closes it, the focus go back to
 * the row or the mark that opened it.
 * @param {any} layer
 * @param {() => void} close gives up the selected record
 */
export function outerPanel(layer, close) {
  const page = window.parent.document;
  const stop = new AbortController();
  let row = null;   // the last one that was pressed
  const giveBack = () => {
    if (row?.isConnected && row.dataset.id === layer.state.selected) row.querySelector("button").focus();
    else focusMark(layer);
  };
  const listen = (type, answer) => page.addEventListener(type, answer, { signal: stop.signal });
  listen("keydown", (event) => {
    if (event.key !== "Escape" || !layer.state.selected || !isInPanel(event.target, page)) return;
    giveBack();
    close();
  });
  listen("click", (event) => {
    const panel = event.target.closest(PANEL);
    if (panel) followLink(panel, event);
    row = event.target.closest(`${TABLE} tbody tr`) || row;
    if (event.detail === 0 && event.target.closest(CLOSE)) giveBack();   // a key, not a pointer
  });
  layer.on("choose", () => page.querySelector(PANEL)?.scrollTo(0, 0));
  window.addEventListener("pagehide", () => stop.abort());
}

// Nothing has the focus after a click on a text of the panel.
const isInPanel = (node, page) => node === page.body || Boolean(node.closest(PANEL)) || Boolean(node.closest(TABLE) && !node.matches(FIELD));

function focusMark(layer) {
  const container = layer.map.getContainer();
  (container.querySelector(".atlas-mirror [aria-current]") || container).focus({ preventScroll: true });
}
