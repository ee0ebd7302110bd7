// The embed page: the map of one query, and a panel that says of a chosen record who says what.
// It must run in <iframe sandbox="allow-scripts">, so it has no storage, no cookies and no parent.
"use strict";

(function (atlas) {
  const ROOMY = { width: 480, height: 480 };   // px; from here on the sources are unfolded
  const START = { center: [25, 20], zoom: 2 };
  const SHAPE = { ratio: 0.62, least: 260, most: 560 };   // height of a map to its width, and its limits in px

  const { element } = atlas;

  const root = document.documentElement;
  const stage = document.getElementById("map");
  const panel = document.getElementById("panel");
  const source = atlas.httpSource("");
  const theme = root.dataset.theme;
  const refused = document.querySelector(".atlas-error").textContent.trim() !== "";

  applyTheme();
  unfoldSources();
  if (!refused) start();
  if (window.parent !== window) tellHeight();

  function start() {
    const map = L.map(stage, { ...START, zoomSnap: 0.25, wheelPxPerZoomLevel: 90 });
    const { at, assets } = stage.dataset;
    const legend = stage.dataset.legend !== "0";
    let query = stage.dataset.query;
    const tiles = stage.dataset.tiles ? { url: stage.dataset.tiles, credit: stage.dataset.tilesCredit } : null;
    const layer = atlas.layer = atlas.attach(map, { source, query, theme, tiles, assets, at, legend, wheel: "click", onSelect: open, onFilter: filter });
    let opener = null;
    let wanted = null;               // the record asked for last: a late answer to another is dropped

    async function open(id) {
      if (!id) return close();
      opener = document.activeElement;
      wanted = id;
      const feature = await source.incident(id).catch((error) => error);
      if (wanted !== id) return;
      if (feature instanceof Error) return show(faultContent(feature), close);
      show(recordContent(feature, (properties) => layer.swatch(properties)), close);
    }

    function close() {
      wanted = null;
      panel.hidden = true;
      layer.setState({ selected: null });
      (opener && opener.isConnected ? opener : stage).focus({ preventScroll: true });
    }

    // The map and the words under it follow the row of the legend that a reader chose.
    async function filter(name, value) {
      query = toggled(query, name, value);
      const asked = query;
      layer.setState({ query });
      const words = await source.caption(query).catch(() => ({}));   // no words rather than wrong ones
      if (asked === query) caption(words, query);
    }

    document.addEventListener("keydown", (event) => event.key === "Escape" && !panel.hidden && close());
  }

  function caption(words, query) {
    for (const line of ["sentence", "tolls", "sources", "dated", "licence"]) {
      document.getElementById(line).textContent = words[line] || "";
    }
    const link = document.getElementById("dashboard");
    const { at } = stage.dataset;
    link.setAttribute("href", `${link.getAttribute("href").split("?")[0]}?${query}${at && `&at=${encodeURIComponent(at)}`}`);
  }

  function show([title, ...content], close) {
    const heading = element("h1", { id: "panel-title", tabindex: "-1" }, element("bdi", {}, title));
    const button = element("button", { type: "button", class: "atlas-close", "aria-label": "Close" }, "×");
    button.addEventListener("click", close);
    panel.replaceChildren(element("header", {}, heading, button), element("div", {}, ...content));
    panel.hidden = false;
    panel.scrollTop = 0;
    heading.focus({ preventScroll: true });
  }

  // --- the record: the server has put it in words, here they get their places ---------------------

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
      element("p", { class: "atlas-rule" }, words.licence),
    ].filter(Boolean);
  }

  function faultContent(error) {
    return ["This record cannot be shown", element("p", {}, error.status === 404 ? "The server does not know it." : "The server does not answer. Choose it again in a moment.")];
  }

  const localName = ({ place_local: local }) => (local ? [" · ", element("bdi", { lang: local.language, dir: local.direction }, local.text)] : []);

  function tolls({ killed, injured, attackers_killed: attackers }) {
    const row = (term, words) => [element("dt", {}, term), element("dd", {}, words)];
    return element("dl", { class: "atlas-facts" }, ...row("Killed", killed), ...row("Injured", injured), ...row("Attackers killed", attackers));
  }

  function statusLines({ status_code: code, status, rule, contested }, swatch) {
    const words = element("span", {}, contested ? `${status}. Contested: another party is accused of a part in it.` : status);
    return [element("p", { class: "atlas-status" }, swatch({ status: code }), words), element("p", { class: "atlas-rule" }, rule)];
  }

  function listed(title, name, rows) {
    return rows.length ? [element("h2", {}, title), element("ol", { class: name }, ...rows.map((row) => element("li", {}, ...[row].flat())))] : [];
  }

  function statement({ day, speaker, verb, about, says, basis, sources }) {
    return [
      element("time", {}, day),
      element("strong", {}, speaker), " ", element("em", {}, verb), about && ` ${about}`, ...(says ? [". ", element("bdi", {}, says)] : []),
      basis && element("small", {}, `Basis: ${basis}.`),
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
    const href = atlas.safeHref(url);
    return href ? element("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, label) : label;
  }

  function toggled(query, name, value) {
    const parameters = new URLSearchParams(query);
    const isOnly = atlas.isOnly(parameters, [name, value]);
    parameters.delete(name);
    if (!isOnly) parameters.append(name, value);
    return parameters.toString();
  }

  const joined = (nodes) => nodes.flatMap((node, i) => (i ? [", ", node] : [node]));

  function applyTheme() {
    const dark = window.matchMedia("(prefers-color-scheme: dark)");
    const apply = () => (root.dataset.theme = theme === "light" || theme === "dark" ? theme : dark.matches ? "dark" : "light");
    dark.addEventListener("change", apply);
    apply();
  }

  // Tells the page around it how high its frame should be: a map in proportion, and the words under it. The
  // message has the form that Embedly and Medium read; it says nothing of what is shown, so anybody may hear it.
  function tellHeight() {
    const words = document.querySelector(".atlas-caption");
    let told = 0;
    const tell = () => {
      const map = Math.round(Math.min(SHAPE.most, Math.max(SHAPE.least, SHAPE.ratio * window.innerWidth)));
      const height = map + words.scrollHeight;
      if (height !== told) window.parent.postMessage(JSON.stringify({ src: location.href, context: "iframe.resize", height }), "*");
      told = height;
    };
    new ResizeObserver(tell).observe(words);
    window.addEventListener("resize", tell);
    tell();
  }

  function unfoldSources() {
    document.getElementById("more").open = window.innerWidth >= ROOMY.width && window.innerHeight >= ROOMY.height;
  }
})(globalThis.IncidentAtlas);
