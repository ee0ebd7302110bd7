// Does the reader pay for bytes? Then many of them are not fetched without being asked.

/** Has the reader asked for few data, or is the connection one of a phone? Not every browser tells. */
export function isMetered() {
  /** @type {any} */
  const { connection } = navigator;
  return Boolean(connection && (connection.saveData || connection.type === "cellular"));
}
