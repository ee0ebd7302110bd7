// The embed page: the map of one query, and a panel that says of a chosen record who says what.
// It must run in <iframe sandbox="allow-scripts">, so it has no storage, no cookies and no parent.
"use strict";

(function (atlas) {
  const ROOMY = { width: 480, height: 480 };   // px; from here on the sources are unfolded
  const START = { center: [25, 20], zoom: 2 };

  // The exact verb of each kind of statement: a claim is never worded as a fact.
  const VERBS = {
    claim: "claimed",
    attribution: "attributed to",
    accusation: "accused",
    denial: "denied",
    retraction: "withdrew",
    finding: "convicted",
    dataset_coding: "coded as",
  };
  const NAMES_WHOM = new Set(["attribution", "accusation", "dataset_coding"]);   // the verb goes on to the party
  const TYPE_SCHEME = "atlas";      // the scheme of types that is our own
  const MONTHS = "January February March April May June July August September October November December".split(" ");
  const DAY_UNKNOWN = { month: 7, year: 4 };   // characters of the ISO date that are known
  const { element } = atlas;

  const root = document.documentElement;
  const stage = document.getElementById("map");
  const panel = document.getElementById("panel");
  const source = atlas.httpSource("");
  const refused = document.querySelector(".atlas-error").textContent.trim() !== "";

  applyTheme();
  unfoldSources();
  if (!refused) start();

  function start() {
    const map = L.map(stage, { ...START, zoomSnap: 0.25, wheelPxPerZoomLevel: 90 });
    const layer = atlas.attach(map, { source, query: stage.dataset.query, theme: root.dataset.theme, wheel: "click", onSelect: open });
    let opener = null;

    async function open(id) {
      opener = document.activeElement;
      const feature = await source.incident(id).catch((error) => error);
      if (feature instanceof Error) return show(faultContent(feature), close);
      show(recordContent(feature, (properties) => layer.swatch(properties)), close);
    }

    function close() {
      panel.hidden = true;
      layer.setState({ selected: null });
      if (opener && opener.isConnected) opener.focus({ preventScroll: true });
    }

    document.addEventListener("keydown", (event) => event.key === "Escape" && !panel.hidden && close());
  }

  function show([title, ...content], close) {
    const heading = element("h1", { id: "panel-title", tabindex: "-1" }, title);
    const button = element("button", { type: "button", class: "atlas-close", "aria-label": "Close" }, "×");
    button.addEventListener("click", close);
    panel.replaceChildren(element("header", {}, heading, button), element("div", {}, ...content));
    panel.hidden = false;
    panel.scrollTop = 0;
    heading.focus({ preventScroll: true });
  }

  // --- the record -----------------------------------------------------------------------------

  function recordContent({ properties: record }, swatch) {
    const context = record.record_type === "context";
    return [
      record.title,
      element("p", { class: "atlas-when" }, dateWords(record.date), element("br"), placeWords(record.place)),
      context ? element("p", { class: "atlas-rule" }, `${typeLabel(record)}: context, not counted among attacks.`) : tolls(record.casualties || {}),
      ...(context ? [] : statusLines(record.status || {}, swatch)),
      record.summary && element("p", { class: "atlas-summary" }, record.summary),
      ...ledger(record),
      ...sourceList(record),
      record.origin && element("p", { class: "atlas-rule" }, `${record.origin.dataset}, ${record.origin.licence}`),
    ].filter(Boolean);
  }

  function faultContent(error) {
    return ["This record cannot be shown", element("p", {}, error.status === 404 ? "The server does not know it." : "The server does not answer. Choose it again in a moment.")];
  }

  function tolls({ killed, injured, perpetrators_killed: attackers }) {
    const row = (term, words) => [element("dt", {}, term), element("dd", {}, words)];
    const rows = [row("Killed", atlas.tollText(killed) || "unknown"), row("Injured", atlas.tollText(injured) || "unknown")];
    if (attackers != null) rows.push(row("Attackers killed", String(attackers)));
    return element("dl", { class: "atlas-facts" }, ...rows.flat());
  }

  function statusLines({ code, label, rule, contested }, swatch) {
    const words = element("span", {}, contested ? `${label}, contested` : label);
    return [element("p", { class: "atlas-status" }, swatch({ status: code }), words), element("p", { class: "atlas-rule" }, rule)];
  }

  function ledger({ assertions = [], actors = [], sources = [] }) {
    if (!assertions.length) return [];
    const names = new Map(actors.map((actor) => [actor.id, actor.name]));
    const byDay = [...assertions].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
    const rows = byDay.map((assertion) => statement(assertion, names, sources));
    return [element("h2", {}, "Who says what"), element("ol", { class: "atlas-ledger" }, ...rows)];
  }

  function statement({ kind, stance, by, about = [], says, basis, channel, date, dated_by: datedBy, sources: cited = [] }, names, sources) {
    const verb = stance === "suspects" ? "suspects" : VERBS[kind] || kind;
    const parties = about.map((id) => names.get(id) || "the attack").join(", ");
    const whom = NAMES_WHOM.has(kind) && parties;
    const other = !whom && parties && parties !== by.name;
    const grounds = [other && `About: ${parties}.`, basis && `Basis: ${basis}.`, channel && `Channel: ${channel}.`].filter(Boolean).join(" ");
    return element("li", {},
      element("time", { datetime: date }, (datedBy === "report" ? "reported " : "") + partialDate(date)),
      element("strong", {}, by.name), " ", element("em", {}, verb), whom && ` ${whom}`, says && `: ${says}`,
      grounds && element("small", {}, grounds),
      element("small", {}, "Source: ", ...joined(cited.map((id) => sourceLink(sources.find((each) => each.id === id))))));
  }

  function sourceList({ sources = [] }) {
    if (!sources.length) return [];
    const rows = sources.map((each) => element("li", {}, linked(sourceWords(each), each.url)));
    return [element("h2", {}, "Sources"), element("ol", { class: "atlas-sources" }, ...rows)];
  }

  // --- words --------------------------------------------------------------------------------------

  function dateWords({ start, end, precision, reported } = {}) {
    if (!start) return `date unknown${reported ? `, reported ${partialDate(reported)}` : ""}`;
    if (DAY_UNKNOWN[precision]) return `${partialDate(start.slice(0, DAY_UNKNOWN[precision]))}, day unknown`;
    if (!end || end === start) return partialDate(start);
    const span = `${partialDate(start)} – ${partialDate(end)}`;
    return precision === "day" ? span : `${span}, exact day unknown`;
  }

  /** "2024-03" → "March 2024". */
  function partialDate(text = "") {
    const [year, month, day] = text.split("-").map(Number);
    return [day, MONTHS[month - 1], year].filter(Boolean).join(" ");
  }

  function placeWords(place = {}) {
    const country = place.country && countryName(place.country);
    const name = [...new Set([place.name, place.admin1, country].filter(Boolean))].join(", ") || "no place stated";
    const sites = (place.sites || []).map((site) => siteWords(site, place)).join("; ");
    return sites ? `${name} (${sites})` : name;
  }

  function siteWords({ name, precision, radius_km: radius }, place) {
    const words = {
      site: "the site itself",
      settlement: "somewhere in the town",
      near_settlement: "near the town",
      admin2: `somewhere in ${place.admin2 || "the district"}`,
      admin1: `somewhere in ${place.admin1 || "the province"}`,
      fuzzy: "the area is only roughly known",
      country: "somewhere in the country",
      international: "international waters or air space",
      capital_as_actor: "the capital stands for its government; the place is not stated",
    }[precision] || "place unknown";
    return [name && name !== place.name && `${name}:`, words, radius && precision !== "site" && `± ${radius} km`].filter(Boolean).join(" ");
  }

  function countryName(code) {
    try {
      return new Intl.DisplayNames("en", { type: "region" }).of(code);
    } catch {
      return code;                  // not a code: shown as it stands
    }
  }

  const typeLabel = ({ types = [] }) => capitalised((types.find((type) => type.scheme === TYPE_SCHEME) || types[0] || { label: "context" }).label);

  const capitalised = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  const sourceWords = ({ publisher, title, date }) => [publisher, title, date && partialDate(date)].filter(Boolean).join(", ");

  // --- tiny helpers ---------------------------------------------------------------------------------

  const sourceLink = (each) => (each ? linked(each.publisher, each.url) : "not listed");

  function linked(words, url) {
    const href = atlas.safeHref(url);
    return href ? element("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, words) : words;
  }

  const joined = (nodes) => nodes.flatMap((node, i) => (i ? [", ", node] : [node]));

  function applyTheme() {
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const asked = root.dataset.theme;
    const apply = () => (root.dataset.theme = asked === "light" || asked === "dark" ? asked : dark.matches ? "dark" : "light");
    dark.addEventListener("change", apply);
    apply();
  }

  function unfoldSources() {
    document.getElementById("more").open = window.innerWidth >= ROOMY.width && window.innerHeight >= ROOMY.height;
  }
})(globalThis.IncidentAtlas);
