// Which size, shape and colour a record has. A look is {symbols, theme, colorBy, groups: Map slug → index}.
import { DISC_LEAST, POINTLIKE } from "../shared.js";

/** Is the record about something around the incidents, which is not counted among them? */
export const isContext = (properties) => properties.record_type === "context";

/** Is the area drawn in which a place may lie, with a radius of `r` px? A town's is, where no symbol would hide it. */
export const hasDisc = ({ precision }, r) => r > 0 && (r >= DISC_LEAST || !POINTLIKE.includes(precision));

/** {shape, color, filled, label} of a record. */
export function styleOf(properties, look) {
  const style = statusStyle(properties, look.symbols);
  if (look.colorBy !== "group" || isContext(properties)) return style;
  return { ...style, color: groupColor(groupOf(properties, look), look) };
}

/** The style of a record's status, or of context. */
export function statusStyle(properties, { status: table }) {
  if (isContext(properties)) return table.not_applicable;
  return table[properties.status] || table.unattributed;
}

/** The last of an incident's groups that has a colour: branches come after what they are part of. */
function groupOf(properties, look) {
  const slugs = properties.groups || [];
  const colored = slugs.filter((slug) => look.groups.get(slug) < look.symbols.group_colors.length);
  return colored.length ? colored[colored.length - 1] : slugs[0];
}

/** The colour of a group; one for all that came late. */
export const groupColor = (slug, look) => look.symbols.group_colors[look.groups.get(slug)] || look.symbols.group_other;
