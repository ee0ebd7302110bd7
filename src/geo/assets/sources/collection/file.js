// The columns file, which src/geo/exports/carried/packed.py writes and specifies.
import { number } from "../../drawing/words.js";
import { CELLS_PER_TILE, MAX_ZOOM } from "../../shared.js";
import { lonLat } from "../grid.js";
import { dayOf } from "./calendar.js";
import { figuresOf, finestOf, NEVER, traitsOf } from "./columns.js";
import { cellsOf } from "./morton.js";
import { sortedSites } from "./several.js";

const MAGIC = "ATLASCOL";
const HEAD = MAGIC.length + 4;  // bytes before the header
const VERSION = 1;
const SEVERAL = ["several", "several_position", "several_site"];
const PLACES = ["position", "count", "day"];    // columns with a row for each place
const KILLED = ["killed_low", "killed_best", "killed_high"];
const NEEDED = [...PLACES, "later", "days", "site", "killed", ...KILLED, "status"];
const BY_DAY_OR_PLACE = ["since", "until", "within"];   // kinds of filters that look at no column of values
const FINEST = "finest";        // the column that follows from the sites
const [FIRST_DAY, LAST_DAY] = [dayOf(1, 1, 1), dayOf(9999, 12, 31)];
const SIDE = CELLS_PER_TILE * 2 ** MAX_ZOOM;
const ARRAYS = [Uint8Array, Uint16Array, Uint32Array, Uint32Array];   // by bytes of a number; of more, Float64Array

/** Says in a sentence why a file is not read. */
class Unreadable extends Error {}

/**
 * The columns of a file. Throws an Error with a sentence for a file that is cut short, damaged or of another version.
 * @param {ArrayBuffer} buffer
 * @returns {import("./columns.js").Columns}
 */
export function unpacked(buffer) {
  try {
    return columnsOf(buffer);
  } catch (error) {
    throw error instanceof Unreadable ? error : damaged("its header does not say what is in it");
  }
}

function columnsOf(buffer) {
  const { header, start } = headerOf(buffer);
  const read = columnsIn(header, buffer, start);
  /** @type {any} */
  const coded = codedColumns(header, read);
  const [killed, places, placed] = [tollsOf(read), placesOf(header, read.get("count")), placedOf(coded.site)];
  const columns = {
    count: header.records, placed, ...atPlaces(positions(read.get("position")), places.subarray(0, placed)), ...days(header.earliest, read, places),
    killed: figuresOf(killed), traits: null, coded, several: severalOf(header, read), ...pageOf(header.page, coded),
  };
  coded[FINEST] = finestOf(columns, header.page.precisions);
  columns.traits = traitsOf(columns, killed);
  return columns;
}

function headerOf(buffer) {
  const bytes = new Uint8Array(buffer);
  const text = (from, to) => new TextDecoder().decode(bytes.subarray(from, to));
  if (text(0, MAGIC.length) !== MAGIC) throw new Unreadable(`This is not a columns file: it does not begin with ${MAGIC}.`);
  const start = bytes.length < HEAD ? HEAD : HEAD + new DataView(buffer).getUint32(MAGIC.length, true);
  if (bytes.length < start) throw cutShort(bytes.length, start);
  const header = parsed(text(HEAD, start));
  if (header.version !== VERSION) throw new Unreadable(`The columns file is of version ${header.version}, and this page reads version ${VERSION}. Reload the page.`);
  const end = header.columns.reduce((sum, { rows, bytes: width }) => sum + rows * width, start);
  if (bytes.length < end) throw cutShort(bytes.length, end);
  if (bytes.length > end) throw damaged(`it has ${number(bytes.length - end)} bytes too many`);
  checkRows(header);
  return { header, start };
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged("its header cannot be read");
  }
}

// Columns have a row for each record, but those of places, those that are looked up through another one, and those of several sites.
function checkRows({ records, columns }) {
  for (const name of NEEDED) if (!columns.some((each) => each.name === name)) throw damaged(`it has no column ${name}`);
  const places = columns.find(({ name }) => name === PLACES[0]).rows;
  const whole = { ...Object.fromEntries(PLACES.map((name) => [name, places])), later: records - places };
  for (const { name, rows, of } of columns) {
    const all = whole[name] ?? records;
    if (!of && !SEVERAL.includes(name) && rows !== all) throw damaged(`${name} has ${number(rows)} rows of ${number(all)}`);
  }
}

const damaged = (what) => new Unreadable(`The columns file is damaged: ${what}. Load it again.`);

const cutShort = (found, whole) => new Unreadable(`The columns file is cut short: ${number(found)} of at least ${number(whole)} bytes are there. Load it again.`);

// --- columns -------------------------------------------------------------------------------------

function columnsIn(header, buffer, start) {
  const read = new Map();
  let at = start;
  for (const { name, rows, bytes: width, coding } of header.columns) {
    const planes = Array.from({ length: width }, (_, i) => new Uint8Array(buffer, at + i * rows, rows));
    read.set(name, CODINGS[coding](planes, rows));
    at += rows * width;
  }
  return read;
}

const CODINGS = { plain: numbersOf, delta: (planes, rows) => summedUp(numbersOf(planes, rows)) };

// Numbers of their bytes, the lowest first. Most columns have one or two.
function numbersOf(planes, rows) {
  const [a, b] = planes;
  if (planes.length === 1) return a.slice();
  const numbers = new (ARRAYS[planes.length - 1] || Float64Array)(rows);
  if (planes.length === 2) for (let i = 0; i < rows; i++) numbers[i] = a[i] | (b[i] << 8);
  else for (let place = 0; place < planes.length; place += 3) addPlanes(numbers, planes.slice(place, place + 3), 256 ** place);
  return numbers;
}

function addPlanes(numbers, [a, b = new Uint8Array(a.length), c = new Uint8Array(a.length)], unit) {
  for (let i = 0; i < a.length; i++) numbers[i] += (a[i] | (b[i] << 8) | (c[i] << 16)) * unit;
}

function summedUp(steps) {
  const numbers = new Float64Array(steps.length);
  let sum = 0;
  for (let i = 0; i < steps.length; i++) numbers[i] = sum += steps[i];
  return numbers;
}

// Columns of values by their names in the store. Those that are looked up through another one share its codes.
function codedColumns({ columns, dictionaries }, read) {
  /** @type {Object<string, import("./columns.js").Coded>} */
  const found = {};
  for (const { name, of } of columns) {
    const values = dictionaries[name];
    if (!values) continue;
    check(name, read.get(name), values.length);
    found[name] = of ? { codes: read.get(of), values: Array.from(read.get(name), (code) => values[code]) } : { codes: read.get(name), values };
    if (of) check(of, read.get(of), read.get(name).length);
  }
  const { codes, values } = found.status;
  /** @type {Object<string, import("./columns.js").Coded>} */
  return { ...found, status: { codes, values: values.map(([status]) => status) }, contested: { codes, values: values.map(([, contested]) => contested) } };
}

function check(name, numbers, end) {
  for (let i = 0; i < numbers.length; i++) if (!(numbers[i] < end)) throw damaged(`${name} has ${number(numbers[i])} where less than ${number(end)} is allowed`);
}

// The column of [low, best, high].
function tollsOf(read) {
  const parts = KILLED.map((name) => read.get(name));
  const values = Array.from(parts[0], (_, i) => parts.map((part) => (part[i] ? part[i] - 1 : null)));
  check("killed", read.get("killed"), values.length);
  return { codes: read.get("killed"), values };
}

// How many rows have a position: those without one come last.
function placedOf({ codes, values }) {
  let placed = codes.length;
  while (placed && !values[codes[placed - 1]]) placed--;
  return placed;
}

// The days of each row: that of the first one at a place counts from the earliest, that of another one from the row before.
function days(earliest, read, places) {
  const [starts, later, lengths] = ["day", "later", "days"].map((name) => read.get(name));
  const [first, last] = [new Int32Array(places.length), new Int32Array(places.length)];
  for (let i = 0, day = 0; i < places.length; i++) {
    const place = places[i];
    day = i && place === places[i - 1] ? day + later[i - place - 1] : starts[place] + earliest;
    first[i] = lengths[i] ? day : NEVER;
    last[i] = lengths[i] ? day + lengths[i] - 1 : -NEVER;
    if (lengths[i] && !(day >= FIRST_DAY && last[i] <= LAST_DAY)) throw damaged(`day has ${number(day)}, which lies in no year from 1 to 9999`);
  }
  return { first, last };
}

// --- positions -----------------------------------------------------------------------------------

// The place of each row.
function placesOf({ records }, counts) {
  const places = new Uint32Array(records);
  let row = 0;
  for (let place = 0; place < counts.length; place++) {
    const end = row + counts[place];
    if (end === row || end > records) throw damaged(`count has ${number(counts[place])} where ${number(records - row)} records are left`);
    while (row < end) places[row++] = place;
  }
  if (row < records) throw damaged(`its places have ${number(row)} of ${number(records)} records`);
  return places;
}

// Cells of Morton numbers, and the middles of these in degrees.
function positions(numbers) {
  const { x, y } = cellsOf(numbers);
  const [lon, lat] = [new Float32Array(x.length), new Float32Array(x.length)];
  for (let i = 0; i < x.length; i++) [lon[i], lat[i]] = lonLat((x[i] + 0.5) / SIDE, (y[i] + 0.5) / SIDE);
  return { x, y, lon, lat };
}

// What is known of places, for each row.
function atPlaces({ x, y, lon, lat }, places) {
  const count = places.length;
  const taken = (found, values) => {
    for (let i = 0; i < count; i++) found[i] = values[places[i]];
    return found;
  };
  return { x: taken(new Uint32Array(count), x), y: taken(new Uint32Array(count), y), lon: taken(new Float32Array(count), lon), lat: taken(new Float32Array(count), lat) };
}

// --- several sites -------------------------------------------------------------------------------

function severalOf(header, read) {
  const values = header.dictionaries.site;
  const [rows, numbers, codes] = SEVERAL.map((name) => read.get(name) || []);
  check("several", rows, header.records);
  check("several_site", codes, values.length);
  const order = Array.from(rows, (_, i) => i).sort((a, b) => numbers[a] - numbers[b]);
  return sortedSites({ rows, order, site: { codes, values } }, positions(order.map((i) => numbers[i])));
}

// What the page asks and shows, as geo/exports/carried/page_data.py says it. No column has ids.
function pageOf({ filters, limit, countries, noAttacks }, coded) {
  const isHere = ({ kind, column }) => BY_DAY_OR_PLACE.includes(kind) || column === FINEST || Object.hasOwn(coded, column);
  return { filters: filters.filter(isHere).map(({ name, kind, column }) => ({ name, kind, column })), limit, countries, noAttacks };
}
