// What a page's collection takes in V8, of a columns file: node --expose-gc collection.js FILE → JSON of milliseconds.
import { readFileSync } from "node:fs";
import { collectionOf } from "../src/geo/assets/sources/collection/collection.js";
import { unpacked } from "../src/geo/assets/sources/collection/file.js";

const TURNS = 40;
const FEW = 5;
const MB = 1e6;
const WORLD = [-180, -90, 180, 90];
const NEAR = [40, 30, 48, 36];
const { buffer, byteOffset, length } = readFileSync(process.argv[2]);
const file = /** @type {ArrayBuffer} */ (buffer.slice(byteOffset, byteOffset + length));

function timed(turns, work) {
  const times = Array.from({ length: turns }, (_, turn) => {
    const begin = performance.now();
    work(turn);
    return performance.now() - begin;
  }).sort((a, b) => a - b);
  return { median: times[Math.floor(turns / 2)], p95: times[Math.floor(turns * 0.95)], least: times[0] };
}

function held() {
  for (let turn = 0; turn < 3; turn++) globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / MB;
}

// The bounds of a period of eight years, moved by a month a turn.
const period = (turn) => `from=${1995 + Math.floor(turn / 12)}-${String((turn % 12) + 1).padStart(2, "0")}&to=${2003 + Math.floor(turn / 12)}-06`;

function floorOf({ columns: { placed, lon, lat, traits, first } }) {
  let sum = 0;
  for (let i = 0; i < placed; i++) if (traits[i] && first[i] > 0) sum += lon[i] + lat[i];
  return sum;
}

const before = held();
const unpacking = timed(FEW, () => unpacked(file));
const collection = collectionOf(unpacked(file));
const after = held();
const found = {
  records: collection.columns.count,
  unpacking,
  "a bare loop over places": timed(TURNS, () => floorOf(collection)),
  "brush moved": timed(TURNS, (turn) => (collection.cells(period(turn), WORLD, 2), collection.caption(period(turn)))),
  "brush moved, one status": timed(TURNS, (turn) => (collection.cells(`${period(turn)}&status=attributed`, WORLD, 2), collection.caption(`${period(turn)}&status=attributed`))),
  "brush moved, near": timed(TURNS, (turn) => (collection.cells(period(turn), NEAR, 8), collection.caption(period(turn)))),
  "map moved, near": timed(TURNS, (turn) => collection.cells("", NEAR.map((side) => side + turn / 100), 8)),
  "months by status": timed(TURNS, () => collection.timeline("", { unit: "month" })),
  "months of killed": timed(TURNS, () => collection.timeline("", { unit: "month", measure: "killed" })),
  "months in view": timed(TURNS, () => collection.timeline("", { unit: "month", bounds: NEAR })),
  "another filter": timed(TURNS, (turn) => collection.matched(`country=${["IQ", "AF", "PK", "NG", "IN", "SO", "YE"][turn % 7]}`)),
  MB: { file: file.byteLength / MB, held: after - before, used: held() - before },
};
process.stdout.write(JSON.stringify(found));
