// The colours of a chart's series: those of the marks on the map.
import { edgeOf } from "../../drawing/colors.js";
import { groupColor } from "../../drawing/styles.js";

const OTHERS = "Other or no group";
const PLAIN = { shape: "circle", filled: true };

/** {label, color, edge, isHollow} of the series of a value, by "status" or "group". */
export function paintOf(value, by, look) {
  const { color, filled, label } = by === "group" ? groupStyle(value, look) : look.symbols.status[value];
  return { label, color, edge: edgeOf(color, look.theme), isHollow: filled === false };
}

function groupStyle(value, look) {
  if (value === "") return { ...PLAIN, color: look.symbols.group_other, label: OTHERS };
  return { ...PLAIN, color: groupColor(value, look), label: look.groupLabels.get(value) || value };
}

/** What a chart is stacked by in the map's colours: {by, series}. As long as no group has one, by status. */
export function seriesOf({ colorBy, groups, symbols }) {
  const colored = [...groups].filter(([, index]) => index < symbols.group_colors.length).map(([slug]) => slug);
  return colorBy === "group" && colored.length ? { by: "group", series: colored } : { by: "status", series: [] };
}
