// The page of one file: its own data as a map, a timeline and a table, filtered by a reader. It asks nobody.
import { number, shownCaption } from "../drawing/words.js";
import { element } from "../furniture/element.js";
import { recordPanel } from "../furniture/record.js";
import { RecordTable } from "../furniture/table/record_table.js";
import { attach } from "../map/incident_map.js";
import { carried } from "../sources/carried.js";
import { periodOf, withOnly } from "../sources/queries.js";
import { aroundPanel, chosenIn, chosenWords } from "./chosen.js";
import { fragmentOf, readFragment } from "./fragment.js";
import { onPaper } from "./paper.js";
import { atlas } from "./public.js";
import { Reading } from "./reading.js";

/** @type {L.MapOptions} */
const START = { center: [25, 20], zoom: 2 };
const LISTED = 500;             // rows of the table; of more the first are listed
const HEADS = ["Record", "Date", "Place", "Killed", "Injured", "Status", "Group", "Type"].map((label) => ({ label }));
const STILL = 150;              // ms without a change until the table follows

/** @returns {any} */
const byId = (id) => document.getElementById(id);
const part = (name) => JSON.parse(byId(`atlas-${name}`).textContent);

const data = part("data");
const { source, groups, key, basemap, single, hasWords } = carried({ data, details: part("details"), ground: part("ground"), columns: taken("atlas-columns") });
const map = L.map(byId("map"), { ...START, zoomSnap: 0.25, wheelPxPerZoomLevel: 90, maxZoom: data.maxZoom });
const [headline, written] = [byId("sentence") || byId("title"), document.title];   // under a title of its own stands a sentence
const whole = headline.textContent;
let later = 0;
let shown = "";                 // the id of the open record

const asked = readFragment(location.hash, data.filters);
const reading = single && new Reading(source, { query: asked.query, play: asked.play, node: byId("timeline") }, {
  words: async (query) => shownCaption(await source.caption(query), data.known),
  say,
  rest: keepAddress,
});
const panel = recordPanel(map, byId("panel"), source, data.known, { ...aroundPanel(source, groups, () => reading), opened: noteOpen });
const layer = attach(map, {
  source,
  ...key,
  colorBy: asked.color || key.colorBy,
  query: asked.query,
  at: data.at,
  basemap,
  whole: byId("stage"),
  onReset: (query) => reading && query && (() => reading.ask("")),
  onColor: (colorBy) => {
    layer.setState({ colorBy });
    if (reading) keepAddress(reading.query, reading.play);
  },
  ...(hasWords && { onSelect: (id) => panel.open(id) }),
  ...(single && { onFilter: (name, value) => reading.toggle(name, value) }),
});
atlas.layer = layer;
const records = new RecordTable({ open: choose });
byId("rows")?.append(records.node);
const showGroup = single && groupFilter();
if (source.ready) source.ready.then(start, ({ message }) => tell(message));
else if (single) start();
onPaper(layer, { frame: byId("map"), timeline: byId("timeline"), theme: () => "auto", drawNow: () => reading?.drawNow() });

function start() {
  byId("filters").hidden = false;
  byId("reset").addEventListener("click", () => reading.ask(""));
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", () => follow(readFragment(location.hash, data.filters)));
  sayFault(asked.fault);
  reading.begin(layer);
  list(asked.query);
  openFirst();
}

// A text that is in the page once, and that it need not keep.
function taken(id) {
  const text = byId(id)?.textContent || "";
  byId(id)?.remove();
  return text;
}

// --- the address ------------------------------------------------------------------------------------

function follow({ query, color, select, fault }) {
  layer.setState({ colorBy: color || key.colorBy });
  reading.show(query);
  sayFault(fault);
  if (select !== shown) openRecord(select);
}

function sayFault(fault) {
  tell(fault && `The address has a mistake: ${fault}. All records are shown.`);
}

function tell(fault) {
  byId("fault").textContent = fault;
  byId("fault").hidden = !fault;
}

// A reload, or a copy of the address, opens the same picture. A frame may forbid it.
function keepAddress(query, play, isStep = false) {
  sayFault("");
  const { colorBy } = layer.state;
  const address = fragmentOf(query, play, colorBy === key.colorBy ? "" : colorBy, shown) || location.pathname + location.search;
  try {
    window.history[isStep ? "pushState" : "replaceState"](null, "", address);
  } catch {
    // the picture is the same without it
  }
}

// A record is opened, or closed: the back button closes what was opened.
function noteOpen(id) {
  const before = shown;
  shown = id || "";
  records.select(shown);
  if (reading && shown !== before && shown !== readFragment(location.hash, data.filters).select) keepAddress(reading.query, reading.play, Boolean(shown));
}

function openRecord(id) {
  if (id && !source.byId?.has(id)) return tell(`The address has a mistake: this page has no record “${id}”.`);
  layer.setState({ selected: id || null });
  panel.open(id, false);
}

// --- what follows a query ---------------------------------------------------------------------------

// The record of the address, or of a page of one record, once the map has found its view, which then makes room.
async function openFirst() {
  const [only, ...others] = asked.select || !hasWords ? [] : source.find("");
  const id = asked.select || (others.length ? "" : only?.id);
  if (!id) return;
  await layer.ready;
  openRecord(id);
}

// The words and the controls follow a query at once, and the table a little later.
function say({ sentence, tolls, heading }, query) {
  const counted = [sentence, chosenWords(query, groups)].filter(Boolean).join(": ");
  byId("shown").textContent = [counted, tolls].filter(Boolean).join(" · ");
  sayHeadline(query ? [heading, ...chosenIn(query, groups).map(phraseOf), ...data.asked].join(", ") : whole);
  byId("reset").disabled = !query;
  showGroup?.(query);
  panel.follow();
  clearTimeout(later);
  later = setTimeout(() => list(query), STILL);
}

// The headline, also that of the window, is about what is shown.
function sayHeadline(said) {
  headline.textContent = said;
  document.title = headline === byId("title") ? said : [written, said !== whole && said].filter(Boolean).join(": ");
}

const phraseOf = ([name, label]) => (data.phrases[name] || "{}").replace("{}", () => label).replace("{lower}", () => label.toLowerCase());

function groupFilter() {
  if (!groups.length) return null;
  const select = byId("group");
  const depths = depthsOf(groups);
  const options = groups.map(({ value }) => element("option", { value }));
  select.append(element("option", { value: "" }, "All groups"), ...options);
  select.closest("[hidden]").hidden = false;
  select.addEventListener("change", () => reading.ask(withOnly(reading.query, "group", select.value)));
  // It follows a query.
  return async (query) => {
    select.value = new URLSearchParams(query).get("group") || "";
    const counts = await source.facet(query, "group");
    if (query !== reading.query) return;
    options.forEach((option, i) => (option.textContent = `${"\u2003".repeat(depths[i])}${groups[i].label} (${number(counts[option.value] || 0)})`));
  };
}

function depthsOf(all) {
  const wholes = new Map(all.map(({ value, whole }) => [value, whole]));
  const depth = (value, seen) => (wholes.has(wholes.get(value)) && !seen.has(value) ? 1 + depth(wholes.get(value), seen.add(value)) : 0);
  return all.map(({ value }) => depth(value, new Set()));
}

// --- tables ---------------------------------------------------------------------------------------

/** @type {(query: string) => unknown} */
function list(query) {
  return hasWords ? listRecords(query) : Promise.all([...document.querySelectorAll("[data-facet]")].map((table) => count(table, query)));
}

// The counts of a table under a query, the highest first; years stay in their order.
async function count(table, query) {
  const counts = await source.facet(query, table.dataset.facet);
  if (query !== reading.query) return;
  const isOfYears = table.dataset.facet === "year";
  table.hidden = isOfYears && isNarrowed(query);   // it counts all years, as the timeline does
  const rows = [...table.querySelectorAll("tbody tr")];
  const of = ({ dataset }) => counts[dataset.value] || 0;
  for (const row of rows) {
    row.lastElementChild.textContent = number(of(row));
    row.hidden = !of(row);
  }
  if (!isOfYears) table.querySelector("tbody").append(...rows.sort((a, b) => of(b) - of(a)));
}

const isNarrowed = (query) => Object.values(periodOf(query)).some(Boolean);

function listRecords(query) {
  const found = source.find(query);
  records.show(HEADS, found.slice(0, LISTED).map(rowOf));
  records.select(shown);
  byId("more").textContent = found.length > LISTED ? `${number(found.length - LISTED)} more: narrow the filter to see them.` : "";
}

function rowOf({ id, title, date, line, killed, injured, status, group, type }) {
  return { id, cells: [title, date, line, killed[3], injured[3], status[1], group[1], type[2]] };
}

function choose(id) {
  layer.setState({ selected: id });
  panel.open(id);
  byId("stage").scrollIntoView({ block: "nearest" });
}
