// Numbers as the scripts of a page write them in the format that the page gives them.
import { megabytes, number, writeNumbers } from "../../src/geo/assets/drawing/words.js";
import { rounded } from "../../src/geo/assets/furniture/timeline/words.js";

const WAYS = { number, megabytes, rounded };

export function written(format, value, way = "number") {
  writeNumbers(format);
  try {
    return WAYS[way](value);
  } finally {
    writeNumbers(null);
  }
}
