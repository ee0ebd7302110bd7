// What a mark looks like: sizes, colours and shapes on a 2D canvas.
// Nothing here knows Leaflet, the server or the page, so a figure or a test can use it alone.
"use strict";

(function (atlas) {
  const KILLED_AT_MAX = 150;      // people; the toll whose symbol has the largest diameter
  const STACK_SHOWN = 3;          // shapes drawn in one pile
  const STACK_STEP = 4;           // px between the shapes of a pile
  const CELL_RING = 4;            // px
  const HALO = 1.5;               // px of outline that sets a mark off from land and neighbours
  const SELECTED_RING = 3;        // px
  const OUTLINE = 2.25;           // px, line of hollow and crossed shapes
  const LABEL_LIMIT = 30;         // marks in view beyond which no place is written beside them
  const LABEL_LENGTH = 30;        // characters
  const SITE_ZOOM = 10;           // from which the base map names the town and the mark its site
  const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
  const POINTLIKE = new Set(["site", "settlement"]);   // every coarser precision has its disc

  const THEMES = {
    light: { land: "#f4f3ef", water: "#dbe5ea", line: "#b9bec4", label: "#5b6168", ink: "#1d2125", paper: "#ffffff", halo: "#ffffff" },
    dark: { land: "#2a2e34", water: "#1b1f24", line: "#454b53", label: "#a6adb5", ink: "#f2f4f6", paper: "#23272c", halo: "#101317" },
  };

  atlas.THEMES = THEMES;

  // --- sizes and styles --------------------------------------------------------------------

  /** Diameter in px of the circle whose area stands for the toll; other shapes have equal area. */
  atlas.diameter = function (killed, sizes) {
    if (killed == null) return sizes.unknown;
    const full = sizes.killed_at_max || KILLED_AT_MAX;
    return Math.min(sizes.max, Math.max(sizes.min, sizes.max * Math.sqrt(killed / full)));
  };

  /** The three tolls of the size legend: the largest symbol, a third and a fifteenth of it. */
  atlas.legendTolls = function (sizes) {
    const full = sizes.killed_at_max || KILLED_AT_MAX;
    return [full / 15, full / 3, full].map(Math.round);
  };

  /** look = {symbols, theme, colorBy, groups: Map slug → index}; style = {shape, color, fill, label}. */
  atlas.styleOf = function (properties, look) {
    const style = atlas.statusStyle(properties, look.symbols);
    if (look.colorBy !== "group" || isContext(properties)) return style;
    return { ...style, color: atlas.groupColor(atlas.groupOf(properties, look), look) };
  };

  atlas.statusStyle = function (properties, symbols) {
    const table = symbols.status;
    if (isContext(properties)) return table.context || table.not_applicable;
    return table[properties.status] || table.unattributed;
  };

  /** The last of an incident's groups that has a colour: branches come after what they are part of. */
  atlas.groupOf = function (properties, look) {
    const slugs = properties.groups || [];
    const colored = slugs.filter((slug) => look.groups.get(slug) < look.symbols.group_colors.length);
    return colored.length ? colored[colored.length - 1] : slugs[0];
  };

  atlas.groupColor = function (slug, look) {
    return look.symbols.group_colors[look.groups.get(slug)] || look.symbols.group_other;
  };

  // --- drawing ------------------------------------------------------------------------------

  atlas.drawMark = function (ctx, mark, look) {
    if (mark.kind === "cell") drawCell(ctx, mark, look);
    else if (mark.kind === "stack") drawStack(ctx, mark, look);
    else drawIncident(ctx, mark, look);
  };

  atlas.drawSelection = function (ctx, mark, look) {
    const radius = mark.r + HALO + SELECTED_RING;
    circle(ctx, mark.x, mark.y, radius);
    stroke(ctx, THEMES[look.theme].halo, SELECTED_RING + 2);
    stroke(ctx, THEMES[look.theme].ink, SELECTED_RING);
  };

  /** The area in which an imprecise place may lie: true radius, soft edge. `r` in px. */
  atlas.drawDisc = function (ctx, { x, y, r }, color) {
    const gradient = ctx.createRadialGradient(x, y, 0, x, y, r);
    gradient.addColorStop(0, alpha(color, 0.26));
    gradient.addColorStop(0.72, alpha(color, 0.2));
    gradient.addColorStop(1, alpha(color, 0));
    circle(ctx, x, y, r);
    ctx.fillStyle = gradient;
    ctx.fill();
  };

  atlas.hasDisc = (properties) => !POINTLIKE.has(properties.precision) && properties.radius_km > 0;

  /** The canvas's context, cleared, in CSS pixels; a canvas is resized only when it must be, which is slow. */
  atlas.sized = function (canvas, { x, y }) {
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [Math.round(x * ratio), Math.round(y * ratio)];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    Object.assign(canvas.style, { width: `${x}px`, height: `${y}px` });
    const ctx = canvas.getContext("2d");
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, x, y);
    return ctx;
  };

  atlas.drawShape = function (ctx, { shape, color, filled }, x, y, diameter, theme) {
    const open = filled === false || shape === "cross" || shape === "plus";
    const [ink, halo] = legible(color, theme, open);
    const line = Math.min(OUTLINE, Math.max(1.5, diameter / 4));
    ctx.lineJoin = "round";
    (SHAPES[shape] || SHAPES.circle)(ctx, x, y, diameter);
    stroke(ctx, halo, 2 * HALO + (open ? line : 0));
    if (!open) fillWith(ctx, ink);
    else if (shape === "triangle") fillWith(ctx, alpha(THEMES[theme].land, 0.85));
    if (open) stroke(ctx, ink, line);
  };

  function drawIncident(ctx, mark, look) {
    const { properties } = mark.feature;
    atlas.drawShape(ctx, atlas.styleOf(properties, look), mark.x, mark.y, 2 * mark.r, look.theme);
    if (mark.killed == null && !isContext(properties)) {
      write(ctx, "?", mark.x + mark.r + 2, mark.y - mark.r - 1, `600 11px ${FONT}`, look.theme);
    }
  }

  // The selected record lies on top of its pile: the ring goes around its symbol, not another's.
  function drawStack(ctx, mark, look) {
    const chosen = (member) => Number(member.ids.includes(look.selected));
    const pile = [...mark.members].sort((a, b) => chosen(b) - chosen(a)).slice(0, STACK_SHOWN);
    pile.map((member, i) => [member, i]).reverse().forEach(([member, i]) => {
      const style = atlas.styleOf(member.feature.properties, look);
      atlas.drawShape(ctx, style, mark.x - i * STACK_STEP, mark.y - i * STACK_STEP, 2 * mark.r, look.theme);
    });
    drawBadge(ctx, abbreviate(mark.ids.length), mark.x + mark.r + 4, mark.y - mark.r - 2, look.theme);
  }

  function drawBadge(ctx, text, x, y, theme) {
    ctx.font = `600 10px ${FONT}`;
    const half = Math.max(7, ctx.measureText(text).width / 2 + 4);
    ctx.beginPath();
    ctx.roundRect(x - half, y - 7, 2 * half, 14, 7);
    stroke(ctx, THEMES[theme].halo, 2 * HALO);
    fillWith(ctx, THEMES[theme].ink);
    centred(ctx, text, x, y, THEMES[theme].halo);
  }

  function drawCell(ctx, mark, look) {
    const { count, status } = mark.feature.properties;
    const colors = THEMES[look.theme];
    circle(ctx, mark.x, mark.y, mark.r);
    stroke(ctx, colors.halo, 2 * HALO);
    fillWith(ctx, colors.paper);
    drawRing(ctx, mark, status || {}, look);
    ctx.font = `600 ${mark.r > 17 ? 12 : 11}px ${FONT}`;
    centred(ctx, abbreviate(count), mark.x, mark.y, colors.ink);
  }

  function drawRing(ctx, mark, counts, look) {
    const table = look.symbols.status;
    const order = Object.keys(table).filter((code) => counts[code] > 0);
    const total = order.reduce((sum, code) => sum + counts[code], 0);
    let angle = -Math.PI / 2;
    for (const code of order) {
      const next = angle + (2 * Math.PI * counts[code]) / total;
      ctx.beginPath();
      ctx.arc(mark.x, mark.y, mark.r - CELL_RING / 2, angle, next);
      ctx.lineCap = "butt";
      stroke(ctx, table[code].color, CELL_RING);
      angle = next;
    }
  }

  /**
   * Write the place beside each mark while they are few; a name that would cover another is left out.
   * Returns what is written: [{text, box, x, y}], with the place of its mark.
   */
  atlas.drawLabels = function (ctx, marks, look, width, zoom) {
    if (marks.length > LABEL_LIMIT) return [];
    const written = [];
    ctx.font = `600 11.5px ${FONT}`;
    const taken = marks.map((m) => [m.x - m.r - 3, m.y - m.r - 3, m.x + m.r + 3, m.y + m.r + 3]);
    for (const mark of marks.filter((m) => m.kind !== "cell")) {
      const text = labelOf(mark, zoom);
      const span = ctx.measureText(text).width;
      const spot = labelSpots(mark, span).find((box) => box[0] > 2 && box[2] < width - 2 && !taken.some((b) => overlap(b, box)));
      if (!text || !spot) continue;
      taken.push(spot);
      written.push({ text, box: spot, x: mark.x, y: mark.y });
      write(ctx, text, spot[0], (spot[1] + spot[3]) / 2, ctx.font, look.theme, "ink");
    }
    return written;
  };

  function labelOf(mark, zoom) {
    const { place, type_label: type, sites, site_name: site, precision } = mark.feature.properties;
    const close = zoom >= SITE_ZOOM && precision === "site";
    const town = ((close || sites > mark.drawn) && site) || String(place || "").split(",")[0];
    const text = mark.kind === "incident" && isContext(mark.feature.properties) ? `${town}: ${type}` : town;
    return text.length > LABEL_LENGTH ? `${text.slice(0, LABEL_LENGTH - 1)}…` : text;
  }

  function labelSpots({ kind, x, y, r, killed, selected }, span) {
    const gap = r + (kind === "stack" ? 14 : killed == null ? 10 : 6) + (selected ? SELECTED_RING + 2 : 0);
    const beside = [[x + gap, y], [x - gap - span, y]];
    const stacked = [[x - span / 2, y + gap + 6], [x - span / 2, y - gap - 6]];
    return [...beside, ...stacked].map(([left, middle]) => [left, middle - 7, left + span, middle + 7]);
  }

  // --- shapes: the area of each equals that of a circle of the same diameter --------------------

  const SHAPES = {
    circle: (ctx, x, y, d) => circle(ctx, x, y, d / 2),
    square: (ctx, x, y, d) => polygon(ctx, x, y, 4, d * Math.sqrt(Math.PI / 8), Math.PI / 4),
    diamond: (ctx, x, y, d) => polygon(ctx, x, y, 4, d * Math.sqrt(Math.PI / 8), 0),
    hexagon: (ctx, x, y, d) => polygon(ctx, x, y, 6, d * Math.sqrt(Math.PI / (6 * Math.sqrt(3))), Math.PI / 6),
    triangle: (ctx, x, y, d) => polygon(ctx, x, y + d * 0.1, 3, d * Math.sqrt(Math.PI / (3 * Math.sqrt(3))), -Math.PI / 2),
    cross: (ctx, x, y, d) => strokes(ctx, x, y, d * 0.35, d * 0.35),
    plus: (ctx, x, y, d) => strokes(ctx, x, y, d / 2, 0),
  };

  function polygon(ctx, x, y, corners, radius, turn) {
    ctx.beginPath();
    for (let i = 0; i < corners; i++) {
      const angle = turn + (2 * Math.PI * i) / corners;
      ctx.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    }
    ctx.closePath();
  }

  // Two crossing lines: from the centre by (a, b) and, a quarter turn on, by (-b, a).
  function strokes(ctx, x, y, a, b) {
    ctx.lineCap = "round";
    ctx.beginPath();
    ctx.moveTo(x - a, y - b);
    ctx.lineTo(x + a, y + b);
    ctx.moveTo(x + b, y - a);
    ctx.lineTo(x - b, y + a);
  }

  function circle(ctx, x, y, radius) {
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
  }

  // --- tiny helpers ---------------------------------------------------------------------------

  function stroke(ctx, color, width) {
    ctx.strokeStyle = color;
    ctx.lineWidth = width;
    ctx.stroke();
  }

  function fillWith(ctx, color) {
    ctx.fillStyle = color;
    ctx.fill();
  }

  function write(ctx, text, x, y, font, theme, color = "label") {
    ctx.font = font;
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    ctx.strokeStyle = alpha(THEMES[theme].land, 0.9);
    ctx.lineWidth = 3;
    ctx.strokeText(text, x, y);
    ctx.fillStyle = THEMES[theme][color];
    ctx.fillText(text, x, y);
  }

  function centred(ctx, text, x, y, color) {
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillStyle = color;
    ctx.fillText(text, x, y + 0.5);
  }

  // On dark land a dark colour sinks (3:1 is WCAG's least for graphics): a body gets a light edge,
  // and a line, which has no body to show its colour, becomes light itself.
  function legible(color, theme, open) {
    const { halo, label, land } = THEMES[theme];
    if (theme === "light" || contrast(color, land) >= 3) return [color, halo];
    return open ? [label, halo] : [color, label];
  }

  function contrast(a, b) {
    const [dark, light] = [luminance(a), luminance(b)].sort((p, q) => p - q);
    return (light + 0.05) / (dark + 0.05);
  }

  function luminance(hex) {
    const [r, g, b] = channels(hex).map((v) => (v / 255 <= 0.04045 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

  const alpha = (hex, opacity) => `rgba(${channels(hex).join(",")},${opacity})`;

  const isContext = (properties) => properties.record_type === "context";

  const overlap = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

  /** 1204 → "1.2k". */
  function abbreviate(count) {
    if (count < 1000) return String(count);
    const [value, unit] = count < 999_500 ? [count / 1000, "k"] : [count / 1_000_000, "M"];
    return value.toFixed(value < 9.95 ? 1 : 0).replace(/\.0$/, "") + unit;
  }

  atlas.isContext = isContext;
  atlas.abbreviate = abbreviate;
})((globalThis.IncidentAtlas = globalThis.IncidentAtlas || {}));
