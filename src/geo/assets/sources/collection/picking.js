// Rows of a trait, block by block: what follows then has no branch for each row that goes now this way, now that, which
// costs a processor far more than the rest of the work.
const BLOCK = 4096;             // rows: their numbers stay in the nearest cache
const rows = new Uint32Array(BLOCK + 1);

/** Call `each(rows, count)` with the rows between two that have a trait: the first `count` numbers of `rows`. */
export function pick(traits, trait, from, to, each) {
  const bit = 31 - Math.clz32(trait);
  for (let start = from; start < to; start += BLOCK) each(rows, picked(traits, bit, start, Math.min(to, start + BLOCK)));
}

function picked(traits, bit, from, to) {
  let count = 0;
  for (let i = from; i < to; i++) {
    rows[count] = i;
    count += (traits[i] >> bit) & 1;
  }
  return count;
}
