// The sites of records that have several, along the Morton curve.

/**
 * Sites given record by record, in another order: `rows` are those of their records, `order` are places in `rows`;
 * `where` has the positions in that order.
 * @returns {import("./columns.js").Several}
 */
export function sortedSites({ rows, order, site: { codes, values } }, where) {
  const records = [];
  const [place, number] = [new Uint32Array(rows.length), new Uint32Array(rows.length)];
  for (let i = 0; i < rows.length; i++) {
    const isSame = i > 0 && rows[i] === rows[i - 1];
    if (!isSame) records.push(rows[i]);
    place[i] = records.length - 1;
    number[i] = isSame ? number[i - 1] + 1 : 0;
  }
  const sites = new Uint32Array(records.length);
  for (const each of place) sites[each]++;
  const moved = (/** @type {ArrayLike<number>} */ list) => Uint32Array.from(order, (i) => list[i]);
  return { record: moved(rows), place: moved(place), number: moved(number), records, sites, ...where, site: { codes: moved(codes), values } };
}
