// The legend: what is in view, drawn with the same symbols, and how to read it.
import { reachOf } from "../drawing/shapes.js";
import { diameter, gaugeOf, keyTolls } from "../drawing/sizes.js";
import { number } from "../drawing/words.js";
import { THEMES } from "../shared.js";
import { element } from "./element.js";
import { rowsOf } from "./legend_rows.js";
import { swatchOf } from "./swatch.js";

const MOST = 0.15;              // share of a map that an open legend covers, if no reader has opened it
const NOTE = "Statuses are not a scale of truth.";
const NOTHING = "The view shows no record.";
const GROUPS = "Claimed by or attributed to";   // a group is never said to have done it
const SHAPES = "Status, by shape";
const COLORS = { status: "Status", group: "Group" };
const CELL_NOTE = "Rings show the statuses in a cell.";

/**
 * A Leaflet control with update(view, look, query); view = {total, incidents, cells} in view. Until a reader folds or
 * unfolds it, which onFold() hears, fold(size) opens it where it is whole and leaves room on a map of a size {x, y} in px, and folds it elsewhere.
 * With onFilter(name, value) each row is a button, pressed while the query filters by it; with onColor(what) a reader
 * chooses what colours stand for.
 */
export function legendControl({ onFilter, onColor, onFold }) {
  /** @type {any} */
  const control = new L.Control({ position: "bottomleft" });
  const body = element("div", { class: "atlas-legend-body", id: "atlas-legend-body" });
  const button = element("button", { type: "button", class: "atlas-legend-toggle", "aria-controls": body.id }, "Legend");
  const show = (open) => {
    button.setAttribute("aria-expanded", String(open));
    body.hidden = !open;
  };
  let isReaders = false;           // as a reader wants it
  button.addEventListener("click", () => {
    isReaders = true;
    show(body.hidden);
    onFold();
  });
  show(false);
  control.fold = ({ x, y }) => {
    if (isReaders) return;
    show(true);
    const { offsetWidth, offsetHeight } = control.getContainer();
    const isWhole = body.scrollHeight <= body.clientHeight + 1;
    show(isWhole && offsetWidth * offsetHeight <= MOST * x * y);
  };
  control.onAdd = () => {
    const box = element("section", { class: "atlas-legend leaflet-bar", "aria-label": "Legend" }, button, body);
    L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
    return box;
  };
  let drawn = "";
  control.update = (view, look, query) => {
    const asked = new URLSearchParams(query);
    const rows = rowsOf(view, look, asked);
    const key = sizeKey(view, look);
    const state = JSON.stringify([rows.map(({ count, ...row }) => row), key, look.theme, look.colorBy, view.cells.length > 0]);
    const isSame = state === drawn;   // the drawing is worth a pan of comparisons
    drawn = state;
    if (isSame) return tell(rows, body);
    const active = /** @type {HTMLElement} */ (document.activeElement);
    const focused = body.contains(active) && active.dataset.choice;
    body.replaceChildren(...sections(rows, key, view, look, { onFilter, onColor }));
    const again = focused && [...body.querySelectorAll("button")].find((node) => node.dataset.choice === focused);
    if (again) again.focus({ preventScroll: true });
  };
  return control;
}

// The counts of rows that are there.
function tell(rows, body) {
  body.querySelectorAll("li b").forEach((node, i) => {
    const count = number(rows[i].count);
    if (node.textContent !== count) node.textContent = count;
  });
}

function sections(rows, key, view, look, { onFilter, onColor }) {
  const list = (some) => element("ul", {}, ...some.map((row) => element("li", row.isPart ? { class: "atlas-part" } : {}, rowElement(row, look, onFilter))));
  const [groups, statuses] = [rows.filter((row) => row.isGroup), rows.filter((row) => !row.isGroup)];
  const lists = groups.length ? [head(GROUPS), list(groups), head(SHAPES), list(statuses)] : [list(statuses)];
  const note = element("p", {}, rows.length ? noteOf(view) : NOTHING);
  const canChoose = onColor && rows.length > 0 && look.groups.size > 0 && !view.cells.length;
  return [canChoose && colorSwitch(look.colorBy, onColor), ...lists, note, key && sizeRow(key, look.theme)].filter(Boolean);
}

const noteOf = ({ cells }) => (cells.length ? `${NOTE} ${CELL_NOTE}` : NOTE);

const head = (words) => element("p", { class: "atlas-legend-head" }, words);

function colorSwitch(now, onColor) {
  const buttons = Object.entries(COLORS).map(([what, label]) => {
    const button = element("button", { type: "button", "aria-pressed": String(what === now), "data-choice": `color ${what}` }, label);
    button.addEventListener("click", () => what !== now && onColor(what));
    return button;
  });
  return element("div", { class: "atlas-legend-color", role: "group", "aria-label": "Colour" }, element("span", { "aria-hidden": "true" }, "Colour"), ...buttons);
}

function rowElement({ style, label, count, filter, pressed }, look, onFilter) {
  const parts = [swatchOf(style, look.theme), element("bdi", {}, label), element("b", {}, number(count))];
  if (!filter || !onFilter) return element("div", style.rule && { title: style.rule }, ...parts);
  const title = [style.rule, pressed ? "Click: show all again." : "Click: show only these."].filter(Boolean).join(" ");
  const button = element("button", { type: "button", "aria-pressed": String(pressed), title, "data-choice": filter.join(" ") }, ...parts);
  button.addEventListener("click", () => onFilter(...filter));
  return button;
}

// --- sizes ------------------------------------------------------------------------------------

// {gauge, full, isCapped}: the shape in which sizes are shown, and the toll of the largest; null where no mark is sized.
function sizeKey({ incidents, cells }, { symbols, largest, full, theme }) {
  const style = cells.length ? null : gaugeOf(incidents, symbols);
  if (!style) return null;
  const most = Math.max(largest, ...incidents.map(({ killed }) => killed?.best ?? 0));
  return { gauge: { ...style, color: THEMES[theme].label }, full, isCapped: most > full };
}

const gaugeSwatch = (gauge, theme, size) => swatchOf(gauge, theme, size, Math.ceil(2 * reachOf(gauge, size)));

function sizeRow({ gauge, full, isCapped }, theme) {
  const items = keyTolls(full).map((toll) => {
    const words = toll === full && isCapped ? `${number(toll)} or more` : number(toll);
    return element("span", {}, gaugeSwatch(gauge, theme, diameter(toll, full)), words);
  });
  return element("div", { class: "atlas-sizes" }, element("span", {}, "Killed (best)"), ...items, element("span", {}, "? unknown"));
}
