// Numbers along the Morton curve of the finest grid: bits of column and row take turns, those of the column first.
const HALF = 2 ** 24;           // a number has 48 bits: JavaScript shifts half of them at once
const HALF_BITS = 12;           // of column and row in a half

/** The number of a cell. */
export const mortonOf = (x, y) => turns(x >> HALF_BITS, y >> HALF_BITS) * HALF + turns(x & 0xfff, y & 0xfff);

/** Columns and rows of numbers. */
export function cellsOf(numbers) {
  const [x, y] = [new Uint32Array(numbers.length), new Uint32Array(numbers.length)];
  for (let i = 0; i < numbers.length; i++) {
    const high = Math.floor(numbers[i] / HALF);
    const low = numbers[i] - high * HALF;
    x[i] = (everySecond(high) << HALF_BITS) | everySecond(low);
    y[i] = (everySecond(high >> 1) << HALF_BITS) | everySecond(low >> 1);
  }
  return { x, y };
}

const turns = (x, y) => spread(x) | (spread(y) << 1);

// 12 bits, as the bits 0, 2, 4 … of 24.
function spread(bits) {
  let found = (bits | (bits << 8)) & 0xff00ff;
  found = (found | (found << 4)) & 0x0f0f0f0f;
  found = (found | (found << 2)) & 0x33333333;
  return (found | (found << 1)) & 0x55555555;
}

// The bits 0, 2, 4 … of 24, together.
function everySecond(bits) {
  let found = bits & 0x555555;
  found = (found | (found >> 1)) & 0x333333;
  found = (found | (found >> 2)) & 0x0f0f0f;
  found = (found | (found >> 4)) & 0xff00ff;
  return (found | (found >> 8)) & 0xfff;
}
