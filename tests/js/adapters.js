// The browser's pure functions with arguments that are JSON: what is a function there is a table here.
import { Occupied } from "../../src/geo/assets/drawing/boxes.js";
import { boxesBeside, lettered } from "../../src/geo/assets/drawing/mark_names.js";
import { isBare, layout, markAt } from "../../src/geo/assets/drawing/marks.js";
import { rowsOf } from "../../src/geo/assets/furniture/legend_rows.js";
import { linesOf, placed, plain } from "../../src/geo/assets/ground/lettering.js";
import { Look } from "../../src/geo/assets/map/look.js";
import { freeView } from "../../src/geo/assets/map/room.js";
import { AREA_KINDS, SYMBOLS } from "../../src/geo/assets/shared.js";
import { binsOf } from "../../src/geo/assets/sources/collection/calendar.js";
import { collectionOf } from "../../src/geo/assets/sources/collection/collection.js";
import { unpacked } from "../../src/geo/assets/sources/collection/file.js";
import { columnsOfRows } from "../../src/geo/assets/sources/collection/rows.js";
import { coarser, finestCell, numberOf } from "../../src/geo/assets/sources/grid.js";
import { packedSource } from "../../src/geo/assets/sources/packed.js";
import { rowsSource } from "../../src/geo/assets/sources/rows.js";

/** Which of some boxes find room, each next to those that did. */
export function free(boxes) {
  const occupied = new Occupied([]);
  return boxes.map((box) => {
    const isFree = occupied.isFree(box);
    if (isFree) occupied.add(box);
    return isFree;
  });
}

/** The marks of features whose coordinates are px already. */
export function marksOf(features) {
  return layout(features, ([x, y]) => ({ x, y }), 150).map(({ kind, x, y, r, ids, killed }) => ({ kind, x, y, r, ids, killed: killed ?? null }));
}

/** Which of the marks of features came without names. */
export const bareOnes = (features) => layout(features, ([x, y]) => ({ x, y }), 150).map((mark) => [mark.kind, mark.ids, isBare(mark)]);

/** The names next to marks; each letter is `px` wide. */
export const names = (marks, width, zoom, px, taken = []) => lettered(marks, width, zoom, (text) => [...text].length * px, taken);

/** The boxes next to a mark. */
export const beside = (mark, span) => boxesBeside(mark, span);

/** The names of places = [{text, kind, rank, x, y}]; each letter is `px` wide. */
export function places(listed, zoom, marks, px) {
  const all = listed.map(({ text, kind, rank, x, y }) => {
    const lines = AREA_KINDS.includes(kind) ? linesOf(text) : [text];
    return { name: { text, kind, rank, lines, plain: plain(text) }, x, y };
  });
  const widthOf = (lines) => Math.max(...lines.map((line) => [...line].length * px));
  return placed(all, zoom, marks, widthOf).map(({ text, kind, box, sign, hidden }) => ({ text, kind, box, sign: AREA_KINDS.includes(kind) || hidden ? null : sign }));
}

/** The numbers of the cells of positions at a zoom. */
export const cellNumbers = (positions, zoom) => positions.map(([lon, lat]) => numberOf(coarser(finestCell(lon, lat), zoom), zoom));

/** What a page that carries its rows says of queries: [counts, tolls]. */
export function said(data, queries) {
  const source = rowsSource(data);
  return queries.map((query) => [source.counts(query), source.tolls(query)]);
}

/** The ids of the records that a query finds in a page that carries its rows. */
export const idsOf = (data, query) => rowsSource(data).find(query).map((row) => row.id);

/** The key of the mark at a point, or null. */
export const markAtPoint = (marks, point, reach) => markAt(marks, point, reach)?.key ?? null;

/** The rows of the legend, without their styles. */
export function legend(view, state, query) {
  const rows = rowsOf(view, new Look(SYMBOLS, { theme: "light", colorBy: "status", groups: [], largest: 0, selected: null, ...state }), new URLSearchParams(query));
  return rows.map(({ label, count, filter, pressed }) => ({ label, count, filter, pressed }));
}

/** The timeline of a query in a page that carries its rows. */
export const timeline = (data, query, spec) => rowsSource(data).timeline(query, spec);

/** Of the bin that a day lies in: its name, its first day, and that of the next one. */
export function binOf(day, unit) {
  const { of, begin, name } = binsOf(unit);
  return [name(of(day)), begin(of(day)), begin(of(day) + 1)];
}

/**
 * What a collection answers to [method, arguments] of many questions; `data` is that of rows with words, or a columns
 * file as base64.
 */
export function answers(data, questions) {
  const isPacked = typeof data === "string";
  const collection = collectionOf(isPacked ? unpacked(Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)).buffer) : columnsOfRows(data));
  return questions.map(([method, args]) => collection[method](...args));
}

/** How many records a columns file has, or "a sentence" where it is refused with one. */
export function matchedOrSentence(file) {
  try {
    return answers(file, [["matched", [""]]])[0];
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    return /^(This is not a columns file: |The columns file is ).*\.$/.test(message) ? "a sentence" : message;
  }
}

/** What a page that carries a columns file as text answers: [kind, ...args] of each question; a fault is its message. */
export function ofPacked(text, questions) {
  const source = packedSource(text);
  return Promise.all(questions.map(([kind, ...args]) => source[kind](...args).catch(({ message }) => message)));
}

/** The view that shows boxes of a world of 256 px free, at most one zoom farther for each of `names`. */
export function view(boxes, zooms, size, taken, named) {
  const at = (zoom) => boxes.map((box) => box.map((side) => side * 2 ** zoom));
  const namesAt = (zoom, corner) => (corner ? named[zoom] : Math.max(...Object.values(named)));
  return freeView(zooms, size, taken, { boxesAt: at, namesAt, keep: (_, corner) => corner });
}

/** The user name of an address and whether its host is the given one, or null where it leads nowhere. */
export function leads(address, host) {
  try {
    const { username, password, hostname } = new URL(address);
    return [username + password, hostname === new URL(`http://${host}`).hostname];
  } catch {
    return null;
  }
}
