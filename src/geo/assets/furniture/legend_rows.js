// The rows of the legend: what is in view, counted, and the filter that a row stands for.
import { groupColor, isContext } from "../drawing/styles.js";
import { THEMES } from "../shared.js";
import { isOnly } from "../sources/queries.js";

const CONTEXT = ["record", "context"];
const NO_STATUS = ["status", "not_applicable"];   // the same records, by the status that stands for none
const GROUP = { shape: "circle", filled: true };

/** The rows [{style, label, count, filter, pressed, isGroup, isPart}] of a view = {incidents, cells} under a query, as URLSearchParams. */
export function rowsOf(view, look, asked) {
  return countedRows(view, look, asked).map((row) => ({ ...row, pressed: Boolean(row.filter) && isOnly(asked, row.filter) }));
}

function countedRows({ incidents, cells }, look, asked) {
  const byGroup = look.colorBy === "group" && !cells.length;
  const attacks = incidents.filter((properties) => !isContext(properties));
  const inCells = cells.reduce((sum, { status = {} }) => sum + (status[NO_STATUS[1]] || 0), 0);
  const context = incidents.length - attacks.length + inCells;
  const filter = isOnly(asked, NO_STATUS) ? NO_STATUS : CONTEXT;
  const statuses = statusRows(attacks, cells, look, asked);
  const rows = byGroup ? [...groupRows(attacks, look, asked), ...statuses.map((row) => uncolored(row, look))] : statuses;
  if (context || isOnly(asked, filter)) rows.push({ ...contextRow(look.symbols), count: context, filter });
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

// A record counts under each of its groups that has a colour, as in a list of groups: a part is counted in its whole too.
function groupRows(attacks, look, asked) {
  const counts = tally(attacks.flatMap((properties) => namedGroups(properties, look)));
  for (const slug of asked.getAll("group").filter((each) => hasColor(each, look))) counts.set(slug, counts.get(slug) || 0);
  return [...counts].sort((a, b) => order(a[0], look) - order(b[0], look)).map(([slug, count]) => ({
    style: { ...GROUP, color: groupColor(slug, look) },
    label: slug === "" ? "Other or no group" : look.groupLabels.get(slug) || slug,
    isGroup: true,
    isPart: counts.has(look.wholes.get(slug)),
    count,
    filter: slug && ["group", slug],
  }));
}

// Coloured by group, a status still has its shape.
const uncolored = (row, { theme }) => ({ ...row, style: { ...row.style, color: THEMES[theme].label } });

function namedGroups({ groups = [] }, look) {
  const named = groups.filter((slug) => hasColor(slug, look));
  return named.length ? named : [""];
}

const hasColor = (slug, look) => look.groups.get(slug) < look.symbols.group_colors.length;

const order = (slug, look) => (slug === "" ? Infinity : look.groups.get(slug));

const contextRow = ({ status: { not_applicable: style } }) => ({ style, label: style.label });

function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return counts;
}
