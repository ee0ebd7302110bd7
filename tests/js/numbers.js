// Numbers as the scripts of a page write them in the format that the page gives them.
import { number, writeNumbers } from "../../src/geo/assets/drawing/words.js";

export function written(format, value) {
  writeNumbers(format);
  try {
    return number(value);
  } finally {
    writeNumbers(null);
  }
}
