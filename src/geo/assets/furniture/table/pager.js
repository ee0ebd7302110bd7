// Turns the pages of a table.
import { element } from "../element.js";

/**
 * @typedef {{ page: number, pages: number, pagesText: string }} Paging
 */
export class Pager {
  /**
   * @param {string} label
   * @param {(page: number, control: HTMLElement) => void} turn
   */
  constructor(label, turn) {
    this._turn = turn;
    this._previous = this._step("Previous", -1);
    this._next = this._step("Next", 1);
    this._page = /** @type {HTMLInputElement} */ (element("input", { type: "number", min: "1", required: "" }));
    this._of = element("span");
    this._form = element("form", {}, element("label", {}, "Page ", this._page), " ", this._of);
    this._form.addEventListener("submit", (event) => this._go(event));
    this._page.addEventListener("change", () => this._form.requestSubmit());
    this.node = element("nav", { class: "atlas-pager", "aria-label": label }, this._previous, this._form, this._next);
  }

  /** @type {(paging: Paging) => void} */
  show({ page, pages, pagesText }) {
    this._pages = pages;
    this.node.hidden = pages < 2;
    this._page.max = String(pages);
    this._page.value = String(page);
    this._of.textContent = `of ${pagesText}`;
    this._stand(page);
  }

  /** Give the focus to the control that is like one of another pager. */
  focusLike(control) {
    [this._previous, this._next, this._page].find((own) => own.textContent === control.textContent).focus();
  }

  _step(label, by) {
    const button = element("button", { type: "button" }, label);
    button.addEventListener("click", () => button.getAttribute("aria-disabled") !== "true" && this._ask(this._at + by, button));
    return button;
  }

  _go(event) {
    event.preventDefault();
    const page = Number(this._page.value);
    if (page !== this._at) this._ask(page, this._page);
  }

  // Enter in the field is a change and a submit; a second press can come before the page: both count from what was asked.
  _ask(page, control) {
    this._stand(page);
    this._turn(page, control);
  }

  _stand(page) {
    this._at = page;
    setOff(this._previous, page <= 1);
    setOff(this._next, page >= this._pages);
  }
}

// It keeps the focus, which a disabled button loses.
function setOff(button, isOff) {
  button.setAttribute("aria-disabled", String(isOff));
}
