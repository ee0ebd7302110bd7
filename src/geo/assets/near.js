// A source that asks the server until the rows of one query are here, and then answers narrower queries itself.
"use strict";

(function (atlas) {
  // By kind of filter: is a value within that of the page's own query? Both are ISO dates or their beginnings.
  const WITHIN = {
    since: (asked, own) => asked >= own,
    until: (asked, own) => asked === own || (asked < own && !own.startsWith(asked)),
  };

  /**
   * The source `http`, with the rows of the query `own` once load() has given them, as /api/rows does.
   * bring() has them loaded, once; has(query) tells whether they answer a question. Records with who
   * says what always come from the server.
   */
  atlas.nearSource = function (http, own, load) {
    let rows = null;
    let coming = null;
    const here = (query) => (rows ? beyond(rows.filters, own, query) : null);

    return {
      ...http,
      has: (query) => here(query) !== null,

      bring() {
        coming = coming || load().then((data) => (rows = atlas.rowsSource({ ...data, details: null }))).catch(() => null);   // then the server goes on
        return coming;
      },

      async cells(query, bounds, zoom, signal) {
        const rest = here(query);
        return rest === null ? http.cells(query, bounds, zoom, signal) : rows.cells(rest, bounds, zoom);
      },

      async caption(query, signal) {
        const rest = here(query);
        return rest === null ? http.caption(query, signal) : { sentence: `${rows.counts(rest)} shown`, tolls: rows.tolls(rest) };
      },
    };
  };

  /** What a query asks beyond another one, or null where it asks for less than that or for something else. */
  function beyond(filters, own, query) {
    const [before, asked] = [own, query].map((text) => new URLSearchParams(text));
    for (const name of new Set(before.keys())) {
      const [theirs, ours] = [before, asked].map((parameters) => parameters.getAll(name).join("\n"));
      const filter = filters.find((each) => each.name === name);
      const isWithin = WITHIN[filter?.kind] || ((a, b) => a === b);
      if (!ours || !isWithin(ours, theirs)) return null;
      if (ours === theirs) asked.delete(name);
    }
    return asked.toString();
  }
})((globalThis.IncidentAtlas = globalThis.IncidentAtlas || {}));
