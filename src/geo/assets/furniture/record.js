// The panel of one record: who says what, in the words that geo/words/detail.py has put it in.
import { element, safeHref } from "./element.js";

/** The panel next to a map with an incident layer: {open(id), close}; without an id, open closes it. */
export function recordPanel(map, panel, source) {
  const stage = map.getContainer();
  let opener = null;
  let wanted = null;               // the record asked for last: a late answer to another is dropped

  async function open(id) {
    if (!id) return close();
    opener = document.activeElement;
    wanted = id;
    const feature = await source.incident(id).catch((error) => error);
    if (wanted !== id) return;
    const swatch = (properties) => map.incidentAtlas.swatch(properties);
    show(panel, feature instanceof Error ? faultContent(feature) : recordContent(feature, swatch), close);
  }

  function close() {
    wanted = null;
    panel.hidden = true;
    map.incidentAtlas.setState({ selected: null });
    (opener?.isConnected ? opener : stage).focus({ preventScroll: true });
  }

  document.addEventListener("keydown", (event) => event.key === "Escape" && !panel.hidden && close());
  return { open, close };
}

/**
 * @param {HTMLElement} panel
 * @param {any[]} content the title first
 * @param {() => void} close
 */
function show(panel, [title, ...content], close) {
  const heading = element("h1", { id: "panel-title", tabindex: "-1" }, element("bdi", {}, title));
  const button = element("button", { type: "button", class: "atlas-close", "aria-label": "Close" }, "×");
  button.addEventListener("click", close);
  panel.replaceChildren(element("header", {}, heading, button), element("div", {}, ...content));
  panel.hidden = false;
  panel.scrollTop = 0;
  heading.focus({ preventScroll: true });
}

function faultContent(error) {
  return ["This record cannot be shown", element("p", {}, error.status === 404 ? "The server does not know it." : "The server does not answer. Choose it again in a moment.")];
}

// The title, and the nodes under it; swatch(properties) draws a symbol.
function recordContent({ properties: { in_words: words } }, swatch) {
  const context = words.record_type === "context";
  return [
    words.title,
    element("p", { class: "atlas-when" }, words.date, element("br"), words.place, ...localName(words), ...words.sites.flatMap((site) => [element("br"), site])),
    context ? element("p", { class: "atlas-rule" }, `${words.type}: context, not counted among attacks.`) : tolls(words),
    ...(context ? [] : statusLines(words, swatch)),
    words.summary && element("p", { class: "atlas-summary", dir: "auto" }, words.summary),
    ...listed("Who says what", "atlas-ledger", words.ledger.map(statement)),
    ...listed("Reported figures", "atlas-ledger", words.figures.map(figure)),
    ...listed("Sources", "atlas-sources", words.sources.map(linked)),
    words.left_out && element("p", { class: "atlas-rule" }, words.left_out),
    element("p", { class: "atlas-rule" }, words.licence),
  ].filter(Boolean);
}

const localName = ({ place_local: local }) => (local ? [" · ", element("bdi", { lang: local.language, dir: local.direction }, local.text)] : []);

function tolls({ killed, injured, attackers_killed: attackers }) {
  const row = (term, words) => [element("dt", {}, term), element("dd", {}, words)];
  return element("dl", { class: "atlas-facts" }, ...row("Killed", killed), ...row("Injured", injured), ...(attackers ? row("Attackers killed", attackers) : []));
}

function statusLines({ status_code: code, status, rule, contested }, swatch) {
  const words = element("span", {}, contested ? `${status}. Contested: another party is accused of a part in it.` : status);
  return [element("p", { class: "atlas-status" }, swatch({ status: code }), words), element("p", { class: "atlas-rule" }, rule)];
}

function listed(title, name, rows) {
  return rows.length ? [element("h2", {}, title), element("ol", { class: name }, ...rows.map((row) => element("li", {}, ...[row].flat())))] : [];
}

function statement({ day, speaker, verb, about, says, basis, channel, sources }) {
  return [
    element("time", {}, day),
    element("strong", {}, speaker), " ", element("em", {}, verb), about && ` ${about}`, ...(says ? [". ", element("bdi", {}, says)] : []),
    basis && element("small", {}, `Basis: ${basis}.`),
    channel && element("small", {}, `Channel: ${channel}.`),
    element("small", {}, "Source: ", ...joined(sources.map(linked))),
  ].filter(Boolean);
}

function figure({ measure, value, said_by: speaker, as_of: day, note, sources }) {
  return [
    day && element("time", {}, day),
    element("strong", {}, value), ` ${measure}`, speaker && `, ${speaker}`,
    note && element("small", {}, note),
    element("small", {}, ...joined(sources.map(linked))),
  ].filter(Boolean);
}

// --- tiny helpers ---------------------------------------------------------------------------------

function linked({ label, url }) {
  const href = safeHref(url);
  return href ? element("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, label) : label;
}

const joined = (nodes) => nodes.flatMap((node, i) => (i ? [", ", node] : [node]));
