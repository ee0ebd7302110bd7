// The panel of one record: who says what, in the words that geo/words/detail.py has put it in.
import { plural } from "../drawing/words.js";
import { CONTESTED, GONE } from "../shared.js";
import { element, safeHref } from "./element.js";
import { outsideNote, sayOutside } from "./outside.js";
import { leadToStatements } from "./statements.js";
import { chartOf } from "./toll_chart.js";

const LONGEST = 80;             // characters of an id that are repeated

/**
 * The panel next to a map with an incident layer: {open(id, focus), close, follow}; without an id, open closes it, and
 * `focus` is false where no reader has asked for it. `known` says the day of what it shows, where that is not today.
 * `around` says what lies around it: query(), the page's; outside(words, id), which filters leave a record out, in
 * words; reset(), which gives what drops the reader's filters, where there are any. Each new query needs follow(). A page
 * that notes which record is open has opened(id) too, which is told null where none is.
 */
export function recordPanel(map, panel, source, known, around) {
  const stage = map.getContainer();
  const note = outsideNote();
  let opener = null;
  let wanted = null;               // the record asked for last: a late answer to another is dropped

  async function open(id, focus = true) {
    if (!id) return close();
    opener = document.activeElement;
    wanted = id;
    const feature = await ask(id).catch((error) => error);
    if (wanted !== id) return;
    const swatch = (properties) => map.incidentAtlas.swatch(properties);
    const isFault = feature instanceof Error;
    sayOutside(note, isFault ? "" : outside(feature, id), around.reset());
    show(panel, isFault ? faultContent(feature, id, known) : recordContent(feature, swatch, known, note), close, focus);
    around.opened?.(id);
  }

  async function follow() {
    const [id, query] = [wanted, around.query()];
    const feature = id && (await ask(id).catch(() => null));
    if (feature && id === wanted && query === around.query()) sayOutside(note, outside(feature, id), around.reset());
  }

  const ask = (id) => source.incident(id, undefined, around.query());
  const outside = ({ properties }, id) => around.outside(properties.in_words, id);

  function close() {
    wanted = null;
    panel.hidden = true;
    map.incidentAtlas.setState({ selected: null });
    around.opened?.(null);
    (opener?.isConnected ? opener : stage).focus({ preventScroll: true });
  }

  leadToStatements(panel);
  document.addEventListener("keydown", (event) => event.key === "Escape" && !panel.hidden && close());
  return { open, close, follow };
}

/**
 * @param {HTMLElement} panel
 * @param {any[]} content the title first
 * @param {() => void} close
 * @param {boolean} focus
 */
function show(panel, [title, ...content], close, focus) {
  const heading = element("h1", { id: "panel-title", tabindex: "-1" }, element("bdi", {}, title));
  const button = element("button", { type: "button", class: "atlas-close", "aria-label": "Close" }, "×");
  button.addEventListener("click", close);
  panel.replaceChildren(element("header", {}, heading, button), element("div", {}, ...content));
  panel.hidden = false;
  panel.scrollTop = 0;
  if (focus) heading.focus({ preventScroll: true });
}

/** @type {(error: any, id: string, known: string) => [string, HTMLElement]} */
function faultContent({ status }, id, known) {
  const name = `“${id.length > LONGEST ? `${id.slice(0, LONGEST)}…` : id}”`;
  const gone = known ? `No record has the id ${name}, ${known}: nothing was known of it yet, or ${GONE}.` : `No record has the id ${name}: ${GONE}.`;
  return ["This record cannot be shown", element("p", {}, status === 404 ? gone : "The server does not answer. Choose it again in a moment.")];
}

// The title, and the nodes under it; swatch(properties) draws a symbol, `note` says what leaves the record out.
function recordContent({ properties: { in_words: words } }, swatch, known, note) {
  const { histories = [] } = words;
  return [
    words.title,
    known && element("p", { class: "atlas-known" }, `Record ${known}.`),
    note,
    head(words.head),
    facts(words, swatch),
    words.summary && element("p", { class: "atlas-summary", dir: "auto" }, words.summary),
    words.summary_sources.length > 0 && cited(words.summary_sources),
    histories.length > 0 && element("section", { id: "toll-history", tabindex: "-1", class: "atlas-tolls" }, ...histories.map(history)),
    ...ledger(words),
    words.figures.length > 0 && folded(`All reported figures (${words.figures.length})`, figureTable(words.figures)),
    part("Sources", "atlas-sources", words.sources.map((source) => linked(source))),
    words.left_out && element("p", { class: "atlas-rule" }, words.left_out),
    element("p", { class: "atlas-rule" }, words.review && `Record: ${words.review}. `, `Licence: ${words.licence}`),
  ].filter(Boolean);
}

const head = (lines) => lines.length && element("ul", { class: "atlas-head" }, ...lines.map(({ label, parts }) => element("li", {}, element("b", {}, label), " ", ...parts.map(leading))));

const leading = ([text, number]) => (number ? element("a", { href: `#said-${number}` }, text) : text);

function facts(words, swatch) {
  const row = (term, ...content) => [element("dt", {}, term), element("dd", {}, ...content)];
  const { killed, injured, attackers_killed: attackers } = words;
  const context = words.record_type === "context";
  return element(
    "dl", { class: "atlas-facts" },
    ...row("Date", words.date),
    ...row("Place", words.place, ...localName(words), ...words.sites.flatMap((site) => [element("br"), soft(site)])),
    ...(context ? [] : row("Killed", killed, attackers && attackers !== "unknown" && `; attackers killed: ${attackers}`, ...told(words))),
    ...(context ? [] : row("Injured", injured)),
    ...(words.type ? row("What", words.type) : []),
    ...row("Status", ...status(words, swatch)),
  );
}

function status({ status_code: code, status: words, rule, contested }, swatch) {
  return [
    element("span", { class: "atlas-status" }, swatch({ status: code }), words),
    soft(rule),
    contested && soft(CONTESTED),
  ];
}

function ledger({ ledger: statements, unfolded = statements.length }) {
  if (!statements.length) return [];
  const more = statements.slice(unfolded);
  const said = (some) => element("ol", { class: "atlas-ledger" }, ...some.map(statement));
  return [
    element("h2", {}, "Who says what"),
    said(statements.slice(0, unfolded)),
    more.length && element("details", { class: "atlas-more" }, element("summary", {}, plural(more.length, "more statement")), said(more)),
  ];
}

function statement({ number, level, day, date, speaker, verb, about, says, answers, sources, ...rest }) {
  const attributes = { id: `said-${number}`, tabindex: "-1", ...(level && { class: "atlas-answer" }) };
  const remarks = Object.entries({ Basis: rest.basis, Ruling: rest.court, Channel: rest.channel });
  return element(
    "li", attributes,
    element("time", { datetime: date }, day), element("b", {}, speaker), " ", element("em", {}, verb), about && ` ${about}`,
    answers && soft(` answering ${answers}`),
    says && element("p", { dir: "auto" }, says),
    ...remarks.map(([label, text]) => text && element("p", { class: "atlas-rule" }, `${label}: ${text}.`)),
    cited(sources),
  );
}

function history({ title, sentence, chart }, place) {
  if (!chart) return element("p", {}, `${title}: ${sentence}`);
  const fold = folded(title, element("p", {}, sentence), chartOf(chart), element("p", { class: "atlas-rule" }, chart.key));
  fold.open = place === 0;
  return fold;
}

function figureTable(figures) {
  const heads = ["Figure", "Day, speaker", "What became of it"].map((words) => element("th", { scope: "col" }, words));
  return element("table", { class: "atlas-figures" }, element("thead", {}, element("tr", {}, ...heads)), element("tbody", {}, ...figures.map(figure)));
}

function figure({ measure, value, is_withdrawn: withdrawn, said_by: speaker, as_of: day, fate, note, sources }) {
  return element(
    "tr", {},
    element("th", { scope: "row" }, withdrawn ? element("s", {}, value) : value, ` ${measure}`),
    element("td", {}, day, speaker && element("br"), speaker),
    element("td", {}, fate, note && element("br"), note && soft(note), cited(sources)),
  );
}

function part(title, name, rows) {
  if (!rows.length) return null;
  const items = rows.map((row) => element("li", {}, ...[row].flat()));
  return folded(`${title} (${rows.length})`, element("ul", { class: name }, ...items));
}

const folded = (title, ...content) => element("details", { class: "atlas-part" }, element("summary", {}, element("h2", {}, title)), ...content);

function cited(sources) {
  const names = [...new Set(sources.map(({ publisher }) => publisher))].join("; ");
  const items = sources.map((source) => element("li", {}, linked(source)));
  return element("details", { class: "atlas-cited" }, element("summary", {}, `Source${sources.length > 1 ? "s" : ""}: ${names}`), element("ul", {}, ...items));
}

// --- tiny helpers ---------------------------------------------------------------------------------

const localName = ({ place_local: local }) => (local ? [" · ", element("bdi", { lang: local.language, dir: local.direction }, local.text)] : []);

const told = ({ histories = [] }) => (histories.some(({ chart }) => chart) ? [" · ", element("a", { href: "#toll-history" }, "as it was reported")] : []);

const soft = (text) => element("span", { class: "atlas-rule" }, text);

function linked({ label, url, archived }) {
  const copy = anchor(archived, "archived");
  return element("span", {}, anchor(url, label) || label, ...(copy ? [" (", copy, ")"] : []));
}

function anchor(url, text) {
  const href = safeHref(url);
  return href && element("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, text);
}
