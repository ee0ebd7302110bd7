// The legend: what is in view, drawn with the same symbols, and how to read it.
"use strict";

(function (atlas) {
  const BOX = 22;                 // px, side of a swatch
  const BIG_BOX = 34;             // px, side of a swatch in the row of sizes
  const NOTE = "Statuses are not a scale of truth.";
  const CELL_NOTE = "Rings show the statuses in a cell.";
  const CONTEXT = ["record", "context"];
  const NO_STATUS = ["status", "not_applicable"];   // the same records, by what stands for their status
  const GAUGE = { shape: "circle", fill: true };

  const { element } = atlas;

  /**
   * A Leaflet control with update(view, look, query); view = {total, incidents, cells} in view.
   * With onFilter(name, value) each row is a button, pressed while the query filters by it.
   */
  atlas.legend = function ({ collapsed, onFilter }) {
    const control = L.control({ position: "bottomleft" });
    const body = element("div", { class: "atlas-legend-body", id: "atlas-legend-body" });
    const button = element("button", { type: "button", class: "atlas-legend-toggle", "aria-controls": body.id }, "Legend");
    const show = (open) => {
      button.setAttribute("aria-expanded", String(open));
      body.hidden = !open;
    };
    button.addEventListener("click", () => show(body.hidden));
    show(!collapsed);
    control.onAdd = function () {
      const box = element("section", { class: "atlas-legend leaflet-bar", "aria-label": "Legend" }, button, body);
      L.DomEvent.disableClickPropagation(box).disableScrollPropagation(box);
      return box;
    };
    control.width = () => (body.hidden ? 0 : control.getContainer().offsetWidth);
    let drawn = "";
    control.update = function (view, look, query) {
      const asked = new URLSearchParams(query);
      const rows = look.symbols ? rowsOf(view, look, asked) : [];
      const state = JSON.stringify([rows, look.theme, look.colorBy, view.cells.length > 0]);
      if (!look.symbols || state === drawn) return;   // the drawing is worth a pan of comparisons
      drawn = state;
      const focused = body.contains(document.activeElement) && document.activeElement.dataset.filter;
      body.replaceChildren(...sections(rows, view, look, onFilter));
      const again = focused && [...body.querySelectorAll("button")].find((node) => node.dataset.filter === focused);
      if (again) again.focus({ preventScroll: true });
    };
    return control;
  };

  /** A small canvas with the symbol of one incident, at a fixed size. */
  atlas.swatch = (properties, look) => swatchOf(atlas.styleOf(properties, look), 13, look.theme);

  function sections(rows, view, look, onFilter) {
    const list = element("ul", {}, ...rows.map((row) => element("li", {}, rowElement(row, look, onFilter))));
    const note = element("p", {}, view.cells.length ? `${NOTE} ${CELL_NOTE}` : NOTE);
    return [list, note, view.cells.length ? "" : sizeRow(look)].filter(Boolean);
  }

  function rowElement({ style, label, count, filter, pressed }, look, onFilter) {
    const parts = [swatchOf(style, 13, look.theme), element("bdi", {}, label), element("b", {}, count.toLocaleString("en"))];
    if (!filter || !onFilter) return element("div", {}, ...parts);
    const title = pressed ? "Show all again" : "Show only these";
    const button = element("button", { type: "button", "aria-pressed": String(pressed), title, "data-filter": filter.join(" ") }, ...parts);
    button.addEventListener("click", () => onFilter(...filter));
    return button;
  }

  // --- rows = [{style, label, count, filter, pressed}] ----------------------------------------

  function rowsOf(view, look, asked) {
    return countedRows(view, look, asked).map((row) => ({ ...row, pressed: Boolean(row.filter) && atlas.isOnly(asked, row.filter) }));
  }

  /** Does a query, as URLSearchParams, filter by this value of the parameter alone? */
  atlas.isOnly = (asked, [name, value]) => asked.getAll(name).join(" ") === value;

  /** The query with a row of the legend chosen: by its value alone, or no longer, where it was. */
  atlas.toggled = function (query, name, value) {
    const parameters = new URLSearchParams(query);
    const isOnly = atlas.isOnly(parameters, [name, value]);
    parameters.delete(name);
    if (!isOnly) parameters.append(name, value);
    return parameters.toString();
  };

  function countedRows({ incidents, cells }, look, asked) {
    const byGroup = look.colorBy === "group" && !cells.length;
    const attacks = incidents.filter((properties) => !atlas.isContext(properties));
    const inCells = cells.reduce((sum, { status = {} }) => sum + (status[NO_STATUS[1]] || 0), 0);
    const context = incidents.length - attacks.length + inCells;
    const filter = atlas.isOnly(asked, NO_STATUS) ? NO_STATUS : CONTEXT;
    const rows = statusRows(attacks, cells, look, asked);
    if (byGroup) rows.splice(0, rows.length, ...groupRows(attacks, look, asked), ...rows.map((row) => uncolored(row, look)));
    if (context || atlas.isOnly(asked, filter)) rows.push({ ...contextRow(look.symbols), count: context, filter });
    return rows;
  }

  // A status that is filtered by stays, wherever the reader looks: its row is the way out.
  function statusRows(attacks, cells, { symbols }, asked) {
    const counts = tally(attacks.map((properties) => properties.status));
    for (const code of asked.getAll("status")) counts.set(code, counts.get(code) || 0);
    for (const { status = {} } of cells) {
      for (const [code, count] of Object.entries(status)) counts.set(code, (counts.get(code) || 0) + count);
    }
    return Object.entries(symbols.status)
      .filter(([code]) => counts.has(code) && code !== NO_STATUS[1])
      .map(([code, style]) => ({ style, label: style.label, count: counts.get(code), filter: ["status", code] }));
  }

  function groupRows(attacks, look, asked) {
    const counts = tally(attacks.map((properties) => namedGroup(properties, look)));
    for (const slug of asked.getAll("group").filter((each) => hasColor(each, look))) counts.set(slug, counts.get(slug) || 0);
    return [...counts].sort((a, b) => order(a[0], look) - order(b[0], look)).map(([slug, count]) => ({
      style: { ...GAUGE, color: atlas.groupColor(slug, look) },
      label: slug === "" ? "Other or no group" : look.groupLabels.get(slug) || slug,
      count,
      filter: slug && ["group", slug],
    }));
  }

  // Coloured by group, a status still has its shape.
  const uncolored = (row, { theme }) => ({ ...row, style: { ...row.style, color: atlas.THEMES[theme].label } });

  function namedGroup(properties, look) {
    const slug = atlas.groupOf(properties, look);
    return slug && hasColor(slug, look) ? slug : "";
  }

  const hasColor = (slug, look) => look.groups.get(slug) < look.symbols.group_colors.length;

  const order = (slug, look) => (slug === "" ? Infinity : look.groups.get(slug));

  function contextRow({ status }) {
    const style = status.context || status.not_applicable;
    return { style, label: style.label };
  }

  function tally(values) {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
    return counts;
  }

  // --- sizes ------------------------------------------------------------------------------------

  function sizeRow(look) {
    const { sizes } = look.symbols;
    const gauge = { ...GAUGE, color: atlas.THEMES[look.theme].label };
    const items = atlas.legendTolls(sizes).map((toll) =>
      element("span", {}, swatchOf(gauge, atlas.diameter(toll, sizes), look.theme, BIG_BOX), toll.toLocaleString("en")));
    return element("div", { class: "atlas-sizes" }, element("span", {}, "Killed (best)"), ...items, element("span", {}, "? unknown"));
  }

  function swatchOf(style, diameter, theme, box = BOX) {
    const ratio = window.devicePixelRatio || 1;
    const canvas = element("canvas", { width: box * ratio, height: box * ratio, "aria-hidden": "true" });
    Object.assign(canvas.style, { width: `${box}px`, height: `${box}px` });
    const ctx = canvas.getContext("2d");
    ctx.scale(ratio, ratio);
    atlas.drawShape(ctx, style, box / 2, box / 2, diameter, theme);
    return canvas;
  }
})((globalThis.IncidentAtlas = globalThis.IncidentAtlas || {}));
