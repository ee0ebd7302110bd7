// Draws marks: incidents, stacks and cells, the ring of the selected one, and discs under them.
import { CELL_LARGE, CELL_LETTERS, CELL_RING, HALO, STACK_SHOWN, STACK_STEP, SYMBOL_EDGE, THEMES } from "../shared.js";
import { circle, fill, FONT, stroke, writeAround, writeFrom } from "./canvas.js";
import { alpha, edgeOf } from "./colors.js";
import { drawShape } from "./shapes.js";
import { isContext, styleOf } from "./styles.js";
import { abbreviated } from "./words.js";

const SELECTED_RING = 3;        // px
const BADGE_HALF = 7;           // px, half the height of a stack's number
const SHADES = [[0, 0.26], [0.72, 0.2], [1, 0]];   // of a disc: share of its radius, opacity

/** Draw a mark as its kind is drawn. */
export function drawMark(ctx, mark, look) {
  if (mark.kind === "cell") drawCell(ctx, mark, look);
  else if (mark.kind === "stack") drawStack(ctx, mark, look);
  else drawIncident(ctx, mark, look);
}

/** Draw the ring around the selected mark. */
export function drawSelection(ctx, mark, look) {
  circle(ctx, mark.x, mark.y, mark.r + HALO + SELECTED_RING);
  stroke(ctx, THEMES[look.theme].halo, SELECTED_RING + 2);
  stroke(ctx, THEMES[look.theme].ink, SELECTED_RING);
}

/** Draw the area in which an imprecise place may lie: true radius, soft edge. `r` in px. */
export function drawDisc(ctx, { x, y, r }, color) {
  const gradient = ctx.createRadialGradient(x, y, 0, x, y, r);
  for (const [share, opacity] of SHADES) gradient.addColorStop(share, alpha(color, opacity));
  circle(ctx, x, y, r);
  fill(ctx, gradient);
}

function drawIncident(ctx, mark, look) {
  const { properties } = mark.feature;
  drawShape(ctx, styleOf(properties, look), mark.x, mark.y, 2 * mark.r, look.theme);
  if (mark.killed == null && !isContext(properties)) {
    writeFrom(ctx, "?", mark.x + mark.r + 2, mark.y - mark.r - 1, `600 11px ${FONT}`, look.theme);
  }
}

// The selected record lies on top of its pile: the ring goes around its symbol, not another's.
function drawStack(ctx, mark, look) {
  const isChosen = (member) => Number(member.ids.includes(look.selected));
  const pile = [...mark.members].sort((a, b) => isChosen(b) - isChosen(a)).slice(0, STACK_SHOWN);
  pile.map((member, i) => [member, i]).reverse().forEach(([member, i]) => {
    const style = styleOf(member.feature.properties, look);
    drawShape(ctx, style, mark.x - i * STACK_STEP, mark.y - i * STACK_STEP, 2 * mark.r, look.theme);
  });
  drawBadge(ctx, abbreviated(mark.ids.length), mark.x + mark.r + 4, mark.y - mark.r - 2, look.theme);
}

function drawBadge(ctx, text, x, y, theme) {
  ctx.font = `600 10px ${FONT}`;
  const half = Math.max(BADGE_HALF, ctx.measureText(text).width / 2 + 4);
  ctx.beginPath();
  ctx.roundRect(x - half, y - BADGE_HALF, 2 * half, 2 * BADGE_HALF, BADGE_HALF);
  stroke(ctx, THEMES[theme].halo, 2 * HALO);
  fill(ctx, THEMES[theme].ink);
  writeAround(ctx, text, x, y, THEMES[theme].halo);
}

function drawCell(ctx, mark, look) {
  const { count, status } = mark.feature.properties;
  const colors = THEMES[look.theme];
  circle(ctx, mark.x, mark.y, mark.r);
  stroke(ctx, colors.halo, 2 * HALO);
  fill(ctx, colors.paper);
  drawRing(ctx, mark, status || {}, look);
  const [small, large] = CELL_LETTERS;
  ctx.font = `600 ${mark.r > CELL_LARGE ? large : small}px ${FONT}`;
  writeAround(ctx, abbreviated(count), mark.x, mark.y, colors.ink);
}

function drawRing(ctx, mark, counts, { symbols: { status: table }, theme }) {
  const order = Object.keys(table).filter((code) => counts[code] > 0);
  const total = order.reduce((sum, code) => sum + counts[code], 0);
  let angle = -Math.PI / 2;
  for (const code of order) {
    const next = angle + (2 * Math.PI * counts[code]) / total;
    const { color } = table[code];
    const edge = edgeOf(color, theme);
    const part = (radius, ink, width) => {
      ctx.beginPath();
      ctx.arc(mark.x, mark.y, radius, angle, next);
      stroke(ctx, ink, width);
    };
    ctx.lineCap = "butt";
    part(mark.r - CELL_RING / 2, color, CELL_RING);
    if (edge !== color) for (const radius of [mark.r, mark.r - CELL_RING]) part(radius, edge, SYMBOL_EDGE);
    angle = next;
  }
}
