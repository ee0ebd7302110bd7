// The dashboard's tab Table: an element of Streamlit's page, which gets a page of rows and tells what a reader asks for.
import { element } from "../furniture/element.js";
import { Pager } from "../furniture/table/pager.js";
import { RecordTable } from "../furniture/table/record_table.js";

const PANEL = ".st-key-detail";
const tables = new WeakMap();

/** Streamlit calls it at first, and with each new page of rows. */
export default function draw({ parentElement, data, setTriggerValue }) {
  if (!tables.has(parentElement)) tables.set(parentElement, new DashboardTable(parentElement));
  tables.get(parentElement).show(data, (told) => setTriggerValue("told", told));
}

class DashboardTable {
  constructor(parent) {
    this._full = element("button", { type: "button", "aria-pressed": "false" }, "Full text");
    this._full.addEventListener("click", () => this._setFull(!this._isFull));
    this._order = /** @type {HTMLSelectElement} */ (element("select"));
    this._order.addEventListener("change", () => this._tell({ sort: this._order.value }));
    this._count = element("p", { role: "status" });
    this._above = new Pager("Pages of the table", (page) => this._turn(page));
    this._below = new Pager("Pages of the table, under it", (page, control) => this._turn(page, control));
    this._table = new RecordTable({ open: (id) => this._open(id), sort: (sort) => this._tell({ sort }) });
    const order = element("label", { class: "atlas-order" }, "Sort by ", this._order);
    this._bar = element("div", { class: "atlas-bar" }, this._count, order, this._full, this._above.node);
    this._node = element("div", { class: "atlas-rows" }, this._bar, this._table.node, this._below.node);
    parent.append(this._node);
  }

  show(data, tell) {
    this._data = data;
    this._tell = tell;
    this._count.textContent = data.count;
    this._table.show(data.heads, data.rows.map(([id, ...cells]) => ({ id, cells })));
    this._table.select(data.selected);
    this._showOrders(data);
    this._above.show(data);
    this._below.show(data);
    if (this._opening && data.selected === this._opening) this._bringPanel();
  }

  _showOrders({ orders, sort }) {
    if (!this._order.length) this._order.append(...orders.map(([value, label]) => element("option", { value }, label)));
    this._order.value = sort;
  }

  _open(id) {
    this._opening = id;
    if (this._data.selected === id) this._bringPanel();
    else this._tell({ select: id });
  }

  // A page turned from under the table is read from its top.
  _turn(page, control) {
    this._tell({ page });
    if (!control) return;
    this._bar.scrollIntoView({ block: "start" });
    this._above.focusLike(control);
  }

  // The panel next to the map can lie above what is seen.
  _bringPanel() {
    this._opening = null;
    const panel = document.querySelector(PANEL);
    if (panel?.getBoundingClientRect().top < 0) panel.scrollIntoView({ block: "start" });
  }

  get _isFull() {
    return this._node.classList.contains("atlas-whole");
  }

  _setFull(isFull) {
    this._node.classList.toggle("atlas-whole", isFull);
    this._full.setAttribute("aria-pressed", String(isFull));
  }
}
