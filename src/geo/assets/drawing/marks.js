// From features to marks: which are drawn together, where, and how large.
// Nothing here knows Leaflet or the page; lengths are pixels of the world at one zoom.
import { CELL_FULL, CELL_SIZE, CONTEXT_SIZE, MARK_GRID, STACK_MIN_SIZE, STACK_REACH } from "../shared.js";
import { diameter } from "./sizes.js";
import { isContext } from "./styles.js";

/** What tells a record from others: its id, or where marks come without names its row in the collection. */
export const recordOf = ({ id, row }) => id ?? row;

/** Did a mark come without names, or one of its members? */
export const isBare = ({ kind, feature, members = [{ feature }] }) => kind !== "cell" && members.some((member) => member.feature.properties.id === null);

// px that is drawn left of, above, right of and below a symbol: its outline, a question mark, a pile with its number.
const DRAWN = { known: [2, 2, 2, 2], unknown: [2, 9, 10, 2], stack: [10, 12, 14, 2] };

/** The box of all that is drawn of a mark, without its name. */
export function boxOf({ kind, x, y, r, killed }) {
  const [left, top, right, bottom] = DRAWN[kind === "incident" && killed == null ? "unknown" : kind] || DRAWN.known;
  return [x - r - left, y - r - top, x + r + right, y + r + bottom];
}

/**
 * A mark is {kind: "incident" | "stack" | "cell", key, x, y, r, ids, members, feature, killed}.
 * `full` is the toll of the largest symbol. Sites of one incident that overlap become one mark; incidents on one spot
 * become a stack. `ids` are of recordOf.
 */
export function layout(features, project, full) {
  const cells = features.filter((f) => f.properties.kind === "cell");
  const sites = features.filter((f) => f.properties.kind !== "cell");
  const singles = [];
  for (const group of byRecord(sites).values()) singles.push(...mergeSites(group, project, full));
  return [...cells.map((f) => cellMark(f, project)), ...stackMarks(singles)];
}

function mergeSites(sites, project, full) {
  const marks = [];
  for (const feature of sites) {
    const { killed, sites: total = 1 } = feature.properties;
    const share = killed && killed.best != null ? killed.best / total : null;
    const point = project(feature.geometry.coordinates);
    const whole = markSize(feature.properties, killed?.best, full);
    const near = marks.find((mark) => distance(mark, point) < whole);
    if (near) addSite(near, point, share);
    else marks.push(incidentMark(feature, point, share));
  }
  for (const mark of marks) mark.r = markSize(mark.feature.properties, mark.killed, full) / 2;
  return marks;
}

function incidentMark(feature, point, killed) {
  const id = recordOf(feature.properties);
  return { kind: "incident", key: `${id}#${feature.properties.site || 0}`, x: point.x, y: point.y, ids: [id], feature, killed, drawn: 1 };
}

function addSite(mark, point, killed) {
  mark.x = (mark.x * mark.drawn + point.x) / (mark.drawn + 1);
  mark.y = (mark.y * mark.drawn + point.y) / (mark.drawn + 1);
  mark.drawn += 1;
  if (killed != null) mark.killed += killed;
}

function markSize(properties, killed, full) {
  return isContext(properties) ? CONTEXT_SIZE : diameter(killed, full);
}

function cellMark(feature, project) {
  const { count, bounds } = feature.properties;
  const point = project(feature.geometry.coordinates);
  const share = Math.min(1, Math.sqrt(count / CELL_FULL));
  const diameter = CELL_SIZE[0] + (CELL_SIZE[1] - CELL_SIZE[0]) * share;
  return { kind: "cell", key: `cell ${bounds}`, x: point.x, y: point.y, r: diameter / 2, ids: [], feature };
}

// The largest mark of a spot keeps its place and takes the smaller ones whose centre it covers.
function stackMarks(singles) {
  const grid = new Map();
  const marks = [];
  for (const single of singles.sort((a, b) => b.r - a.r)) {
    const host = hostOf(grid, single);
    if (host) host.members.push(single);
    else marks.push(place(grid, { ...single, members: [single] }));
  }
  return marks.map(asStack);
}

// The squares of the grid, by number: marks lie within ±2^25 px of where the world begins.
const SQUARES = 2 ** 21;
const squareOf = (mark, dx = 0, dy = 0) => (Math.floor(mark.x / MARK_GRID) + dx) * SQUARES + Math.floor(mark.y / MARK_GRID) + dy;

function place(grid, mark) {
  const square = squareOf(mark);
  if (grid.has(square)) grid.get(square).push(mark);
  else grid.set(square, [mark]);
  return mark;
}

// The first mark around another one that covers its centre.
function hostOf(grid, single) {
  for (let dx = -1; dx <= 1; dx++) {
    for (let dy = -1; dy <= 1; dy++) {
      const host = grid.get(squareOf(single, dx, dy))?.find((mark) => distance(mark, single) < Math.max(STACK_REACH, mark.r));
      if (host) return host;
    }
  }
  return null;
}

function asStack(mark) {
  if (mark.members.length === 1) return mark;
  const ids = [...new Set(mark.members.flatMap((member) => member.ids))];
  if (ids.length === 1) return { ...mark, ids };
  const r = Math.max(mark.r, STACK_MIN_SIZE / 2);
  return { ...mark, kind: "stack", key: `stack ${ids.join(" ")}`, ids, r };
}

/** The topmost mark under a point, or the nearest one within `reach` px of its edge. */
export function markAt(marks, point, reach) {
  let best = null;
  let bestGap = reach;
  for (const mark of marks) {
    const gap = Math.max(0, distance(mark, point) - mark.r);
    if (gap <= bestGap) [best, bestGap] = [mark, gap];
  }
  return best;
}

const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

function byRecord(features) {
  const groups = new Map();
  for (const feature of features) {
    const record = recordOf(feature.properties);
    if (groups.has(record)) groups.get(record).push(feature);
    else groups.set(record, [feature]);
  }
  return groups;
}
