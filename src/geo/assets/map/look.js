// How the marks look: the table of symbols, the theme, the scale of sizes, and which group has which colour.
import { tollAtMax } from "../drawing/sizes.js";
import { swatch } from "../furniture/swatch.js";
import { resolved } from "./motion.js";

export class Look {
  constructor(symbols, state) {
    this.symbols = symbols;
    this.selected = state.selected;
    this.follow(state);
  }

  /** Take over theme and colours from the layer's state. */
  follow({ theme, colorBy, groups, largest }) {
    this.theme = resolved(theme);
    this.colorBy = colorBy;
    this.largest = largest;                // the largest toll of all that is open …
    this.full = tollAtMax(largest);        // … and that of the largest symbol
    this.groups = new Map(groups.map(({ value, color }, i) => [value, color ?? i]));   // slug → index of its colour
    this.groupLabels = new Map(groups.map(({ value, label }) => [value, label]));
    this.wholes = new Map(groups.map(({ value, whole }) => [value, whole]));   // what a group is a part of
  }

  /** The symbol of a record as a small canvas. */
  swatch(properties) {
    return swatch(properties, this);
  }

  /** Is the selected record in a mark? */
  isSelected(mark) {
    return this.selected != null && mark.ids.includes(this.selected);
  }
}
