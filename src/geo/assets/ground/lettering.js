// Which names stand on the base map, and where: none touches another or covers a mark.
// A name waits for its zoom; where two would touch, the one that ranks first stays. Boxes are
// [left, top, right, bottom] in px; a name is {text, plain, local, kind, lines, rank}.
import { Occupied, holds, middle } from "../drawing/boxes.js";
import { TURN, wrapped } from "../sources/turns.js";
import {
  AREA_KINDS, CAPITALS_FIRST, CENTRAL, CLEAR, COUNTRY_ALWAYS, COUNTRY_LAST, ELDER, GIVES_WAY, LEAST_SHIFT, LINE_LETTERS, NAME_GAP,
  NAME_KINDS, NEAR, PROMINENT, REACH, REGION_LAST, SHIFT_SHARE, SHIFTS, SIGN_CLEAR,
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
  const towns = names.filter(({ name }) => !AREA_KINDS.includes(name.kind));
  const signsOf = (some) => new Occupied(some.map(({ name, x, y }) => signAt(x, y, kindAt(name, zoom))));
  const space = {
    occupied: new Occupied([...marks.boxes, ...marks.names.map(({ box }) => box)]),
    signs: new Occupied([]),
    towns: signsOf(towns),
    elders: signsOf(towns.filter(({ name }) => zoom - name.rank >= ELDER)),
    countries: new Occupied(names.filter(({ name }) => name.kind === "country").map((each) => ownBox(each, widthOf))),
    marks,
  };
  return [...names]
    .sort((a, b) => turnOf(a.name, zoom, leeway) - turnOf(b.name, zoom, leeway))
    .map((each) => spotOf(each, zoom, space, widthOf, leeway))
    .filter(Boolean);
}

// From a zoom on capitals and cities, then countries that have no space to give way, capitals and
// cities, the other countries, towns, provinces; each by its rank.
function turnOf(name, zoom, leeway) {
  const kind = kindAt(name, zoom);
  if (kind === "region" || kind === "town") return kind === "town" ? 4 : 5;
  if (kind !== "country") return zoom >= CAPITALS_FIRST ? 0 : 2;
  return leeway(name) < GIVES_WAY ? 1 : 3;
}

// How a place is written: a town, some zooms after its first, as a city.
const kindAt = ({ kind, rank }, zoom) => (kind === "town" && zoom - rank >= PROMINENT ? "city" : kind);

// px by which the name of an area may move and still stand in it.
const leewayOf = (width, rank, zoom) => width * SHIFT_SHARE * 2 ** (zoom - rank);

// The sign of a town of some kind, around its point.
function signAt(x, y, kind) {
  const { sign: r } = NAME_KINDS[kind];
  return [x - r, y - r, x + r, y + r];
}

// Where a country's name stands if nothing is in its way.
function ownBox({ name: { lines }, x, y }, widthOf) {
  const { line } = NAME_KINDS.country;
  return boxesAt(x, y, widthOf(lines, "country"), line * lines.length, 0)[0];
}

// The first free one of the places around a sign, or none: one that keeps off the signs of all towns,
// written or not, and that of a town off countries; then off signs; then off those that are due for some
// time; then any.
function spotOf({ name, x, y }, zoom, space, widthOf, leeway) {
  const { text, local, lines } = name;
  const kind = kindAt(name, zoom);
  const isArea = AREA_KINDS.includes(kind);
  const [w, h] = [widthOf(lines, kind), NAME_KINDS[kind].line * lines.length];
  const sign = signAt(x, y, kind);
  const host = isArea ? null : space.marks.boxes.find((box) => holds(box, x, y, REACH));
  if (!isArea && !mayStand(name, kind, sign, host, space)) return null;
  const isElder = kind !== "town" || zoom - name.rank >= ELDER;
  const boxes = isArea ? boxesAt(x, y, w, h, Math.max(leeway(name), LEAST_SHIFT)) : boxesAround(host ? widened(host) : sign, w, h, isElder);
  const free = boxes.filter((each) => space.occupied.isFree(each) && space.signs.isFree(each));
  const { towns, elders, countries } = space;
  const wishes = [...(isArea ? [] : [[towns, countries]]), [towns], [elders], []];
  const keepsOff = (others) => free.find((each) => others.every((other) => other.isFree(each, SIGN_CLEAR)));
  const box = wishes.map(keepsOff).find(Boolean);
  if (!box) return null;
  space.occupied.add(box);
  if (!isArea && !host) space.signs.add(sign);
  return { name, kind, text, local, lines, box, sign, hidden: Boolean(host) };
}

// May a town's sign be drawn, or the mark over it, its host, stand for it? A host off its centre would
// seem to lie in that town unless it has a name of its own, and so would any host in a small one.
function mayStand(name, kind, sign, host, { occupied, signs, marks }) {
  const { x, y } = middle(sign);
  const isSaid = (mark) => Math.hypot(mark.x - x, mark.y - y) < NEAR && plain(mark.text).startsWith(name.plain);
  if (marks.names.some(isSaid)) return false;
  if (!host) return signs.isFree(sign) && occupied.isFree(sign, [0, 0]);
  const centre = middle(host);
  const isNamed = marks.names.some((mark) => holds(host, mark.x, mark.y));
  return kind !== "town" && (isNamed || Math.hypot(centre.x - x, centre.y - y) <= CENTRAL);
}

/**
 * The boxes right, left, above and below a sign or a mark, and at its sides half a line higher and lower.
 * @param {number[]} box
 * @param {number} w
 * @param {number} h
 * @param {boolean} withCorners
 */
function boxesAround([left, top, right, bottom], w, h, withCorners) {
  const { x, y } = middle([left, top, right, bottom]);
  const sides = [[right + NAME_GAP, y - h / 2], [left - NAME_GAP - w, y - h / 2], [x - w / 2, top - h - 1], [x - w / 2, bottom + 1]];
  const corners = [right + NAME_GAP, left - NAME_GAP - w].flatMap((x0) => [[x0, y - h], [x0, y]]);
  return [...sides, ...(withCorners ? corners : [])].map(([x0, y0]) => [x0, y0, x0 + w, y0 + h]);
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
