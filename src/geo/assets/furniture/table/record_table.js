// The table of records, whose rows open them. In a narrow box a row is a block of lines: see record_table.css.
import { element } from "../element.js";

const ARROWS = { ascending: "↑", descending: "↓" };
const UNKNOWN = "–";   // an empty cell

/**
 * @typedef {{ label: string, sorted?: string, next?: string }} Head a column: how it is sorted, and the order that a press asks for
 * @typedef {{ id: string, cells: string[] }} Row its first cell is its title
 */
export class RecordTable {
  /** @param {{ open: (id: string) => void, sort?: (order: string) => void }} on */
  constructor(on) {
    this._on = on;
    this._shown = "";
    this._head = element("tr", { role: "row" });
    this._body = /** @type {HTMLTableSectionElement} */ (element("tbody", { role: "rowgroup" }));
    this._body.addEventListener("click", (event) => this._press(event));
    this.node = element("table", { class: "atlas-records", role: "table", "aria-label": "Records" }, element("thead", { role: "rowgroup" }, this._head), this._body);
  }

  /**
   * Show rows under heads; the nodes of what is there already stay, and the focus with them.
   * @type {(heads: Head[], rows: Row[]) => void}
   */
  show(heads, rows) {
    if (this._head.children.length !== heads.length) this._head.replaceChildren(...heads.map((head) => this._headOf(head)));
    heads.forEach((head, i) => mark(this._head.children[i], head));
    const content = JSON.stringify(rows);
    if (content !== this._shown) this._body.replaceChildren(...rows.map((row) => rowOf(row, heads)));
    this._shown = content;
  }

  /** Mark the row of the record that is open. */
  select(id) {
    for (const row of this._body.rows) toggle(row, "aria-current", row.dataset.id === id && "true");
  }

  _headOf({ label, next = "" }) {
    const cell = element("th", { scope: "col", role: "columnheader" }, !next && label);
    if (!next) return cell;
    const button = element("button", { type: "button" }, label, element("span", { "aria-hidden": "true" }));
    button.addEventListener("click", () => this._on.sort(cell.dataset.next));
    cell.append(button);
    return cell;
  }

  // Who marks words of a row to copy them does not open its record; a key (which has no detail) always does.
  _press({ target, detail }) {
    const row = target.closest("tr");
    const marked = window.getSelection();
    if (!row || (detail && !marked.isCollapsed && marked.containsNode(row, true))) return;
    row.querySelector("button").focus();
    this._on.open(row.dataset.id);
  }
}

function mark(cell, { sorted = "", next = "" }) {
  toggle(cell, "aria-sort", sorted);
  if (!next) return;
  cell.dataset.next = next;
  cell.querySelector("span").textContent = ARROWS[sorted] || "";
}

function rowOf({ id, cells }, heads) {
  const button = element("button", { type: "button" }, element("bdi", {}, cells[0]));
  const others = cells.slice(1).map((text, i) => cellOf(text, heads[i + 1].label));
  return element("tr", { role: "row", "data-id": id }, element("th", { scope: "row", role: "rowheader" }, button), ...others);
}

function cellOf(text, heading) {
  const attributes = { role: "cell", "data-heading": heading, ...(!text && { "data-empty": "" }) };
  return element("td", attributes, element("bdi", {}, text || UNKNOWN));
}

function toggle(node, name, value) {
  if (value) node.setAttribute(name, value);
  else node.removeAttribute(name);
}
