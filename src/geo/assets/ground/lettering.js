// Which names stand on the base map, and where: none touches another or covers a mark.
// A name waits for its zoom; where two would touch, the one that ranks first stays. Boxes are
// [left, top, right, bottom] in px; a name is {text, plain, local, kind, lines, rank}.
import { Occupied, holds, middle } from "../drawing/boxes.js";
import { TURN, wrapped } from "../sources/turns.js";
import {
  AREA_KINDS, CENTRAL, CLEAR, COUNTRY_ALWAYS, COUNTRY_LAST, NAME_GAP, LINE_LETTERS, NAME_KINDS, NEAR, PROMINENT, REACH, REGION_LAST, SHIFT_SHARE, SHIFTS,
} from "../shared.js";

/** Is it the zoom of a name? */
export function isDue({ kind, rank }, zoom) {
  const last = { country: Math.max(COUNTRY_ALWAYS, rank + COUNTRY_LAST), region: rank + REGION_LAST }[kind];
  return rank <= zoom && !(zoom > last);
}

/**
 * Place names = [{name, x, y}] where marks = {boxes, names: [{text, box, x, y}]} leave space. `widthOf(lines, kind)`
 * gives px. Returns [{name, kind, text, local, lines, box, sign, hidden}] of those that found a place.
 */
export function placed(names, zoom, marks, widthOf) {
  const leeway = (name) => leewayOf(widthOf(name.lines, name.kind), name.rank, zoom);
  const space = {
    occupied: new Occupied([...marks.boxes, ...marks.names.map(({ box }) => box)]),
    signs: new Occupied([]),
    marks,
  };
  return [...names]
    .sort((a, b) => turnOf(a.name, zoom, leeway) - turnOf(b.name, zoom, leeway))
    .map((each) => spotOf(each, zoom, space, widthOf, leeway))
    .filter(Boolean);
}

// Countries that have no space to give way, capitals, the other countries, cities, provinces, towns; each by its rank.
function turnOf(name, zoom, leeway) {
  if (name.kind === "country") return leeway(name) < Math.abs(SHIFTS[1]) ? 0 : 2;
  return { capital: 1, city: 3, region: 4, town: 5 }[kindAt(name, zoom)];
}

// How a place is written: a town, some zooms after its first, as a city.
const kindAt = ({ kind, rank }, zoom) => (kind === "town" && zoom - rank >= PROMINENT ? "city" : kind);

// px by which the name of an area may move and still stand in it.
const leewayOf = (width, rank, zoom) => width * SHIFT_SHARE * 2 ** (zoom - rank);

// The first free one of the places around a sign, or none.
function spotOf({ name, x, y }, zoom, space, widthOf, leeway) {
  const { text, local, lines } = name;
  const kind = kindAt(name, zoom);
  const isArea = AREA_KINDS.includes(kind);
  const { sign: r, line } = NAME_KINDS[kind];
  const [w, h] = [widthOf(lines, kind), line * lines.length];
  const sign = [x - r, y - r, x + r, y + r];
  const host = isArea ? null : space.marks.boxes.find((box) => holds(box, x, y, REACH));
  if (!isArea && !mayStand(name, kind, sign, host, space)) return null;
  const boxes = isArea ? boxesAt(x, y, w, h, leeway(name)) : boxesAround(host ? widened(host) : sign, w, h);
  const box = boxes.find((each) => space.occupied.isFree(each) && space.signs.isFree(each));
  if (!box) return null;
  space.occupied.add(box);
  if (!isArea && !host) space.signs.add(sign);
  return { name, kind, text, local, lines, box, sign, hidden: Boolean(host) };
}

// May a town's sign be drawn, or the mark over it, its host, stand for it? A host off its centre would
// seem to lie in that town, and so would any host in a small one.
function mayStand(name, kind, sign, host, { occupied, signs, marks }) {
  const { x, y } = middle(sign);
  const isSaid = (mark) => Math.hypot(mark.x - x, mark.y - y) < NEAR && plain(mark.text).startsWith(name.plain);
  if (marks.names.some(isSaid)) return false;
  if (!host) return signs.isFree(sign) && occupied.isFree(sign);
  const centre = middle(host);
  return kind !== "town" && Math.hypot(centre.x - x, centre.y - y) <= CENTRAL;
}

/**
 * The boxes right, left, above and below a sign or a mark.
 * @param {number[]} box
 * @param {number} w
 * @param {number} h
 */
function boxesAround([left, top, right, bottom], w, h) {
  const { x, y } = middle([left, top, right, bottom]);
  const corners = [[right + NAME_GAP, y - h / 2], [left - NAME_GAP - w, y - h / 2], [x - w / 2, top - h - 1], [x - w / 2, bottom + 1]];
  return corners.map(([x0, y0]) => [x0, y0, x0 + w, y0 + h]);
}

const boxesAt = (x, y, w, h, reach) =>
  SHIFTS.filter((shift) => Math.abs(shift) <= reach).map((shift) => [x - w / 2, y - h / 2 + shift, x + w / 2, y + h / 2 + shift]);

const widened = ([left, top, right, bottom]) => [left - CLEAR[0], top, right + CLEAR[0], bottom];

/** The name of an area in lines: a long one breaks at the space nearest to its middle. */
export function linesOf(text) {
  const spaces = [...text].flatMap((char, at) => (char === " " ? [at] : []));
  if (text.length < LINE_LETTERS || !spaces.length) return [text];
  const at = spaces.reduce((best, each) => (Math.abs(each - text.length / 2) < Math.abs(best - text.length / 2) ? each : best));
  return [text.slice(0, at), text.slice(at + 1)];
}

/** A name for comparison, without case and accents. */
export const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * The south-west corners, "west_south", of the cells of some degrees that bounds touch; these may run out of the world.
 * @param {number[]} bounds
 * @param {number} degrees
 */
export function cellsIn([west, south, east, north], degrees) {
  const from = (value) => Math.floor(value / degrees) * degrees;
  const range = (low, high) => Array.from({ length: (from(high) - from(low)) / degrees + 1 }, (_, i) => from(low) + i * degrees);
  const souths = range(south, north);
  const columns = new Set(range(west, east).map((column) => (column === TURN / 2 ? -column : wrapped(column))));
  return [...columns].flatMap((column) => souths.map((row) => `${column}_${row}`));
}
