// How the marks look: the table of symbols, the theme, and which group has which colour.
import { swatch } from "../furniture/swatch.js";
import { resolved } from "./motion.js";

export class Look {
  constructor(symbols, state) {
    this.symbols = symbols;
    this.selected = state.selected;
    this.groups = new Map();               // slug → index of its colour
    this.groupLabels = new Map();
    this.follow(state);
  }

  /** Take over theme and colours from the layer's state. */
  follow({ theme, colorBy, groups }) {
    this.theme = resolved(theme);
    this.colorBy = colorBy;
    groups.forEach((group) => this._remember(group.value || group, group.label));
  }

  /** Give colours to the groups of an answer, the most frequent first. */
  learn(counts = {}) {
    Object.keys(counts).sort((a, b) => counts[b] - counts[a]).forEach((slug) => this._remember(slug));
  }

  /** The symbol of a record as a small canvas. */
  swatch(properties) {
    return swatch(properties, this);
  }

  /** Is the selected record in a mark? */
  isSelected(mark) {
    return this.selected != null && mark.ids.includes(this.selected);
  }

  // A group keeps the colour of its first appearance, whatever is filtered later.
  _remember(slug, label) {
    if (!this.groups.has(slug)) this.groups.set(slug, this.groups.size);
    if (label) this.groupLabels.set(slug, label);
  }
}
