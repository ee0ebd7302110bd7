// The row of controls under a chart: play and steps, the period as dates, and the options, which fold where it is narrow.
import { PLAY_SPEEDS } from "../../shared.js";
import { element } from "../element.js";
import { icon } from "./icons.js";

const MODES = [["moving", "The period moves"], ["cumulative", "The period grows"]];
const SPEEDS = PLAY_SPEEDS.map((speed) => [String(speed), `${speed} step${speed === 1 ? "" : "s"} a second`]);

export class Controls {
  /**
   * @param {HTMLElement} fields
   * @param {Record<string, (value?: any) => void>} on play, step, clear, closer, mode, speed, follow
   */
  constructor(fields, on) {
    this._play = button("Play", on.play);
    this._steps = [[-1, "Step back", "back"], [1, "Step forward", "forward"]].map(([step, label, sign]) => iconButton(String(label), String(sign), () => on.step(step)));
    this._clear = button("Clear", on.clear);
    this._clear.title = "Show the whole time again";
    this._closer = button("Look closer", on.closer);
    this._mode = select("Window of play", MODES, on.mode);
    this._speed = select("Speed of play", SPEEDS, (value) => on.speed(Number(value)));
    this._follow = element("input", { type: "checkbox" });
    this._follow.addEventListener("change", () => on.follow(this._follow.checked));
    this._switch = element("label", { class: "atlas-time-switch" }, this._follow, "Only what the map shows");
    this._words = element("span", { class: "atlas-time-period" });
    this._assemble(fields);
  }

  _assemble(fields) {
    const buttons = element("div", { class: "atlas-time-play", role: "group", "aria-label": "Play" }, this._play, ...this._steps);
    const period = element("div", { class: "atlas-time-fields" }, fields, this._clear, this._closer);
    const more = element("div", { class: "atlas-time-more" }, this._mode, this._speed, this._switch);
    const toggle = button("Options", () => this._fold(!this._isOpen));
    toggle.className = "atlas-time-toggle";
    this._toggle = toggle;
    const options = element("div", { class: "atlas-time-options" }, period, more);
    this.node = element("div", { class: "atlas-time-row" }, buttons, this._words, toggle, options);
    this._fold(false);
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && this._isOpen && this._close());
    this.node.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !this.node.contains(relatedTarget) && this._fold(false));
  }

  _close() {
    this._fold(false);
    this._toggle.focus();
  }

  _fold(isOpen) {
    this._isOpen = isOpen;
    this.node.classList.toggle("atlas-open", isOpen);
    this._toggle.setAttribute("aria-expanded", String(isOpen));
  }

  /** Follow what can be done now. */
  show({ isPlaying, canPlay, isWhole, isCloser, canLookCloser, hasView, play, words }) {
    const [label, sign] = isPlaying ? ["Pause", "pause"] : ["Play", "play"];
    if (this._play.getAttribute("aria-label") !== label) showSign(this._play, label, sign);
    this._play.hidden = !canPlay;
    this._clear.disabled = isWhole;
    this._closer.disabled = !isCloser && !canLookCloser;
    this._closer.textContent = isCloser ? "Back to all" : "Look closer";
    this._switch.hidden = !hasView;
    this._mode.value = play.mode;
    this._speed.value = String(play.speed);
    this._speed.hidden = !canPlay;
    this._words.textContent = words;
  }
}

function button(label, press) {
  const node = element("button", { type: "button" }, label);
  node.addEventListener("click", () => press());
  return node;
}

function iconButton(label, sign, press) {
  const node = button("", press);
  showSign(node, label, sign);
  return node;
}

function showSign(node, label, sign) {
  node.replaceChildren(icon(sign));
  node.setAttribute("aria-label", label);
  node.title = label;
}

function select(label, options, choose) {
  const node = element("select", { "aria-label": label }, ...options.map(([value, text]) => element("option", { value }, text)));
  node.addEventListener("change", () => choose(node.value));
  return node;
}
