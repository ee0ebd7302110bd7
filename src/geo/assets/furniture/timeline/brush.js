// The brush over a chart: two handles and a body, by mouse, touch and keyboard. It works in edges (scale.js).
import { element } from "../element.js";
import { around, lengthOf, shifted, stepOf, withEndAt, withEndMoved } from "./moves.js";
import { isWhole } from "./play.js";

const CLICK = 3;                // px of a pointer's way that is still a click
const PARTS = ["from", "to", "body"];

export class Brush {
  /**
   * @param {{move: (edges: number[], isFinal: boolean) => void, hover: (bin: number | null) => void, clear: () => void}} on
   */
  constructor(on) {
    const slider = (part) => element("div", { class: `atlas-brush-${part}`, role: "slider", tabindex: "0", "data-part": part });
    this._on = on;
    this._parts = Object.fromEntries(PARTS.map((part) => [part, slider(part)]));
    this._shades = [0, 1].map(() => element("div", { class: "atlas-brush-shade" }));
    this._mark = element("div", { class: "atlas-brush-bin", hidden: "" });
    const { body, from, to } = this._parts;
    this.node = element("div", { class: "atlas-brush" }, this._mark, ...this._shades, body, from, to);
    this._drag = null;
    this._listen();
  }

  get isDragged() {
    return this._drag !== null;
  }

  /** End a drag where it is: something else has moved the brush. */
  letGo() {
    this._drag = null;
    this._isUnsettled = false;
  }

  /** Follow edges on an axis; `said` has the label and the words of each part. */
  show(scale, edges, said) {
    this._scale = scale;
    this._edges = edges;
    const [left, right] = edges.map((edge) => scale.x(edge));
    place(this._shades[0], scale.left, left);
    place(this._shades[1], right, scale.right);
    place(this._parts.body, left, right);
    this._parts.from.style.left = `${left}px`;
    this._parts.to.style.left = `${right}px`;
    this._parts.body.hidden = isWhole(edges, scale.bins);
    this._say(said);
  }

  /** Mark a bin that is spoken of, or none. */
  mark(bin) {
    this._mark.hidden = bin === null;
    if (bin !== null) place(this._mark, this._scale.x(bin), this._scale.x(bin + 1));
  }

  _say(said) {
    const { bins } = this._scale;
    const [left, right] = this._edges;
    const last = bins - 1;
    const values = { from: [Math.floor(left), last], to: [Math.ceil(right) - 1, last], body: [Math.floor(left), bins - lengthOf([left, right])] };
    for (const part of PARTS) {
      const [now, most] = values[part];
      const [label, text] = said[part];
      const attributes = { "aria-label": label, "aria-valuemin": 0, "aria-valuemax": most, "aria-valuenow": now, "aria-valuetext": text };
      for (const [name, value] of Object.entries(attributes)) this._parts[part].setAttribute(name, String(value));
    }
  }

  // --- pointers -----------------------------------------------------------------------------------

  _listen() {
    const { node } = this;
    node.addEventListener("pointerdown", (event) => this._press(event));
    node.addEventListener("pointermove", (event) => this._slide(event));
    node.addEventListener("pointerup", (event) => this._lift(event));
    node.addEventListener("pointercancel", () => this._end(this._drag?.edges));
    node.addEventListener("pointerleave", () => this._on.hover(null));
    node.addEventListener("dblclick", () => this._on.clear());
    node.addEventListener("keydown", (event) => this._key(event));
    node.addEventListener("keyup", () => this._settle());
    node.addEventListener("focusin", ({ target }) => target.matches(":focus-visible") && this._point(target.dataset.part));
    node.addEventListener("focusout", () => {
      this._settle();
      this._on.hover(null);
    });
  }

  _press(event) {
    if (!event.isPrimary) return this._end(this._drag?.edges);   // two fingers mean no period
    if (event.button !== 0) return;
    const part = event.target.dataset.part || "new";
    this.node.setPointerCapture(event.pointerId);
    this._drag = { part, edges: this._edges, x: this._xOf(event), hasMoved: false };
    if (part !== "new") event.target.focus({ preventScroll: true });
    event.preventDefault();               // no selection of texts
  }

  _slide(event) {
    if (!event.isPrimary) return;
    const x = this._xOf(event);
    this._on.hover(this._scale.binAt(x));
    if (!this._drag) return;
    this._drag.hasMoved ||= Math.abs(x - this._drag.x) > CLICK;
    if (this._drag.hasMoved) this._on.move(this._dragged(x), false);
  }

  _lift(event) {
    if (!this._drag || !event.isPrimary) return;
    const { part, hasMoved, x } = this._drag;
    const bin = this._scale.binAt(x);
    this._end(hasMoved ? this._dragged(this._xOf(event)) : part === "new" ? around(bin, bin) : null);
  }

  _end(edges) {
    if (!this._drag) return;
    this._drag = null;
    if (edges) this._on.move(edges, true);
  }

  _dragged(x) {
    const { part, edges, x: start } = this._drag;
    const { bins, binWidth, left } = this._scale;
    const edge = Math.min(bins, Math.max(0, Math.round((x - left) / binWidth)));
    if (part === "body") return moved(edges, Math.round((x - start) / binWidth), bins);
    if (part === "new") return around(this._scale.binAt(start), this._scale.binAt(x));
    return withEndAt(edges, part === "from" ? 0 : 1, edge, bins);
  }

  _xOf(event) {
    return event.clientX - this.node.getBoundingClientRect().left;
  }

  // --- keys ---------------------------------------------------------------------------------------

  _key(event) {
    const { part } = event.target.dataset;
    const step = part && !event.altKey && !event.ctrlKey && !event.metaKey ? stepOf(event.key, this._scale.unit) : 0;
    if (!step) return;
    event.preventDefault();
    this._isUnsettled = true;
    const { bins } = this._scale;
    this._on.move(part === "body" ? shifted(this._edges, step, bins) : withEndMoved(this._edges, part === "from" ? 0 : 1, step, bins), false);
    this._point(part);
  }

  // What a handle stands at is said as if it were pointed at.
  _point(part) {
    if (part !== "body") this._on.hover(Number(this._parts[part].getAttribute("aria-valuenow")));
  }

  // A key that is held down moves many times, and comes to rest once.
  _settle() {
    if (!this._isUnsettled) return;
    this._isUnsettled = false;
    this._on.move(this._edges, true);
  }
}

const moved = (edges, step, bins) => (step ? shifted(edges, step, bins) : edges);

function place(node, left, right) {
  node.style.left = `${left}px`;
  node.style.width = `${Math.max(0, right - left)}px`;
}
