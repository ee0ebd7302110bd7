// The places written next to marks while these are few. Boxes are [left, top, right, bottom] in px.
import { NAME_OFFSETS, NAME_HALF_HEIGHT, LABEL_LENGTH, LABEL_LIMIT, NAME_KINDS, SITE_ZOOM } from "../shared.js";
import { grown, overlap } from "./boxes.js";
import { FONT, writeFrom } from "./canvas.js";
import { isContext } from "./styles.js";

const AROUND_MARK = 3;          // px around a mark that a name leaves free
const EDGE = 2;                 // px between a name and the frame
const SELECTED = 5;             // px more, for the ring of a selected mark
const TYPE = `${NAME_KINDS.mark.weight} ${NAME_KINDS.mark.size}px ${FONT}`;

const widths = new Map();

/** Write what `lettered` finds room for, and return it. */
export function drawMarkNames(ctx, marks, look, width, zoom, taken) {
  const names = lettered(marks, width, zoom, measureWith(ctx), taken);
  for (const { text, box } of names) writeFrom(ctx, text, box[0], (box[1] + box[3]) / 2, TYPE, look.theme, "ink");
  return names;
}

/** measure(text) gives the width in px of a name. */
export function measureWith(ctx) {
  return (text) => {
    if (!widths.has(text)) {
      ctx.font = TYPE;
      widths.set(text, ctx.measureText(text).width);
    }
    return widths.get(text);
  };
}

/**
 * Find room for the name of each mark in a frame; one that would cover another is left out. Returns
 * [{text, box, x, y}], with the place of the mark; `measure(text)` gives px, and `taken` are boxes that lie over the map.
 */
export function lettered(marks, width, zoom, measure, taken = []) {
  if (marks.length > LABEL_LIMIT) return [];
  const names = [];
  const around = marks.map(({ x, y, r }) => grown([x, y, x, y], r + AROUND_MARK));
  const full = [...taken, ...around];
  for (const mark of marks.filter(({ kind }) => kind !== "cell")) {
    const text = textBeside(mark, zoom);
    const boxes = boxesBeside(mark, measure(text)).filter(([left, , right]) => left > EDGE && right < width - EDGE);
    const box = boxes.find((each) => !full.some((other) => overlap(other, each)));
    if (!text || !box) continue;
    full.push(box);
    names.push({ text, box, x: mark.x, y: mark.y });
  }
  return names;
}

/** What a mark is called: its town, or its site where the map is close, or where it is one of several. */
function textBeside({ kind, feature: { properties }, drawn }, zoom) {
  const { place, type_label: type, sites, site_name: site, precision } = properties;
  const isClose = zoom >= SITE_ZOOM && precision === "site";
  const town = ((isClose || sites > drawn) && site) || String(place || "").split(",")[0];
  const text = kind === "incident" && isContext(properties) ? [town, type].filter(Boolean).join(": ") : town;
  return text.length > LABEL_LENGTH ? `${text.slice(0, LABEL_LENGTH - 1)}…` : text;
}

/** The boxes right, left, below and above a mark. */
export function boxesBeside({ kind, x, y, r, killed, selected }, span) {
  const apart = kind === "stack" ? NAME_OFFSETS.stack : killed == null ? NAME_OFFSETS.unknown : NAME_OFFSETS.known;
  const gap = r + apart + (selected ? SELECTED : 0);
  const middles = [[x + gap, y], [x - gap - span, y], [x - span / 2, y + gap + 6], [x - span / 2, y - gap - 6]];
  return middles.map(([left, middle]) => [left, middle - NAME_HALF_HEIGHT, left + span, middle + NAME_HALF_HEIGHT]);
}
