// From features to marks: which are drawn together, where, how large, and what is said of them.
// Nothing here knows Leaflet or the page; lengths are pixels of the world at one zoom.
"use strict";

(function (atlas) {
  const CONTEXT_SIZE = 11;        // px; context is never sized by toll
  const STACK_MIN_SIZE = 13;      // px; smaller shapes cannot be told apart in a pile
  const STACK_REACH = 9;          // px between centres below which marks are one stack
  const CELL_SIZE = [26, 46];     // px, diameters for few and for many
  const CELL_FULL = 2000;         // records; from here on a cell has the largest diameter
  const GRID = 32;                // px; wider than the largest symbol

  const { isContext } = atlas;

  /**
   * A mark is {kind: "incident" | "stack" | "cell", key, x, y, r, ids, members, feature, killed}.
   * Sites of one incident that overlap become one mark; incidents on one spot become a stack.
   */
  atlas.layout = function (features, project, symbols) {
    const cells = features.filter((f) => f.properties.kind === "cell");
    const sites = features.filter((f) => f.properties.kind !== "cell");
    const singles = [...byId(sites).values()].flatMap((group) => mergeSites(group, project, symbols));
    return [...cells.map((f) => cellMark(f, project)), ...stackMarks(singles)];
  };

  function mergeSites(sites, project, symbols) {
    const marks = [];
    for (const feature of sites) {
      const { killed, sites: total = 1 } = feature.properties;
      const share = killed && killed.best != null ? killed.best / total : null;
      const point = project(feature.geometry.coordinates);
      const whole = markSize(feature.properties, killed && killed.best, symbols);
      const near = marks.find((mark) => distance(mark, point) < whole);
      if (near) addSite(near, point, share);
      else marks.push(incidentMark(feature, point, share));
    }
    for (const mark of marks) mark.r = markSize(mark.feature.properties, mark.killed, symbols) / 2;
    return marks;
  }

  function incidentMark(feature, point, killed) {
    const { id, site = 0 } = feature.properties;
    return { kind: "incident", key: `${id}#${site}`, x: point.x, y: point.y, ids: [id], feature, killed, drawn: 1 };
  }

  function addSite(mark, point, killed) {
    mark.x = (mark.x * mark.drawn + point.x) / (mark.drawn + 1);
    mark.y = (mark.y * mark.drawn + point.y) / (mark.drawn + 1);
    mark.drawn += 1;
    if (killed != null) mark.killed += killed;
  }

  function markSize(properties, killed, symbols) {
    return isContext(properties) ? CONTEXT_SIZE : atlas.diameter(killed, symbols.sizes);
  }

  function cellMark(feature, project) {
    const { count, bounds } = feature.properties;
    const point = project(feature.geometry.coordinates);
    const share = Math.min(1, Math.sqrt(count / CELL_FULL));
    const diameter = CELL_SIZE[0] + (CELL_SIZE[1] - CELL_SIZE[0]) * share;
    return { kind: "cell", key: `cell ${bounds}`, x: point.x, y: point.y, r: diameter / 2, ids: [], feature };
  }

  // The largest mark of a spot keeps its place and takes the smaller ones whose centre it covers.
  function stackMarks(singles) {
    const grid = new Map();
    const marks = [];
    for (const single of singles.sort((a, b) => b.r - a.r)) {
      const host = nearby(grid, single).find((mark) => distance(mark, single) < Math.max(STACK_REACH, mark.r));
      if (host) host.members.push(single);
      else marks.push(place(grid, { ...single, members: [single] }));
    }
    return marks.map(asStack);
  }

  const gridKey = (mark, dx = 0, dy = 0) => `${Math.floor(mark.x / GRID) + dx},${Math.floor(mark.y / GRID) + dy}`;

  function place(grid, mark) {
    const key = gridKey(mark);
    grid.set(key, [...(grid.get(key) || []), mark]);
    return mark;
  }

  function nearby(grid, mark) {
    const around = [-1, 0, 1];
    return around.flatMap((dx) => around.flatMap((dy) => grid.get(gridKey(mark, dx, dy)) || []));
  }

  function asStack(mark) {
    const ids = [...new Set(mark.members.flatMap((member) => member.ids))];
    if (ids.length === 1) return { ...mark, ids };
    const r = Math.max(mark.r, STACK_MIN_SIZE / 2);
    return { ...mark, kind: "stack", key: `stack ${ids.join(" ")}`, ids, r };
  }

  /** The topmost mark under a point, or the nearest one within `reach` px of its edge. */
  atlas.markAt = function (marks, point, reach) {
    let best = null;
    let bestGap = reach;
    for (const mark of marks) {
      const gap = Math.max(0, distance(mark, point) - mark.r);
      if (gap <= bestGap) [best, bestGap] = [mark, gap];
    }
    return best;
  };

  /** {low, best, high} → "144–149 (best 149)"; nothing known → null. */
  atlas.tollText = function (toll) {
    const known = [toll?.low, toll?.best, toll?.high].filter((value) => value != null);
    if (!known.length) return null;
    const [low, high] = [known[0], known[known.length - 1]].map((value) => value.toLocaleString("en"));
    if (low === high) return low;
    return toll.best == null ? `${low}–${high}` : `${low}–${high} (best ${toll.best.toLocaleString("en")})`;
  };

  // --- words about a mark --------------------------------------------------------------------------

  /** A mark in words, the title first; never HTML. Within the lines after it, what runs right to left is isolated. */
  atlas.describe = function (mark, look) {
    const { properties } = mark.feature;
    if (mark.kind === "cell") return describeCell(properties);
    if (mark.kind === "stack") return describeStack(mark);
    const place = [properties.sites > mark.drawn && properties.site_name, properties.place_line].filter(Boolean).join(", ");
    const about = isContext(properties) ? properties.type_label : killedLine(properties, mark);
    return [properties.title, properties.date, withPrecision(place, properties), about, statusLine(properties, look)].filter(Boolean);
  };

  function describeCell({ count, killed }) {
    const toll = atlas.tollText(killed);
    return [`${count.toLocaleString("en")} records`, toll && `${toll} killed`, "Click to look closer"].filter(Boolean);
  }

  function describeStack({ ids, members }) {
    const titles = [...new Set(members.map((member) => member.feature.properties.title))];
    const more = titles.length > 3 ? [`and ${titles.length - 3} more`] : [];
    return [`${ids.length} records here`, ...titles.slice(0, 3).map(isolated), ...more];
  }

  function killedLine({ killed, killed_text: words, sites = 1 }, { drawn = 1 }) {
    const where = sites > 1 ? (drawn < sites ? ` at ${sites} sites together` : ` at ${sites} sites`) : "";
    return killed ? `${words} killed${where}` : "Number killed unknown";
  }

  function withPrecision(place, { precision, precision_text: words }) {
    return precision === "site" || precision === "settlement" || !words ? place : `${place} (${words})`;
  }

  function statusLine(properties, { symbols }) {
    if (isContext(properties)) return "Context, not counted among attacks";
    const label = properties.status_label || atlas.statusStyle(properties, symbols).label;
    return properties.contested ? `${label}, contested` : label;
  }

  // --- tiny helpers -----------------------------------------------------------------------------

  // First strong isolate … pop; an element's dir="auto" would not see that a line's first word is isolated.
  const isolated = (text) => `\u2068${text}\u2069`;

  const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);

  function byId(features) {
    const groups = new Map();
    for (const feature of features) {
      const { id } = feature.properties;
      if (groups.has(id)) groups.get(id).push(feature);
      else groups.set(id, [feature]);
    }
    return groups;
  }
})((globalThis.IncidentAtlas = globalThis.IncidentAtlas || {}));
