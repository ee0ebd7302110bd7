// The sentence over the map, which lies in the page around its frame: other words stand there while a brush moves.
const SENTENCE = ".atlas-sentence";

export class OuterSentence {
  constructor() {
    this._node = null;                     // the script's, while other words stand in it …
    this._written = [];                    // … and what the script wrote there
  }

  /** Say other words, in silence: those who listen hear what the script writes in the end. */
  show({ sentence, tolls }) {
    const node = window.parent.document.querySelector(SENTENCE);
    if (!node) return;
    if (node !== this._node) this._written = [...node.children].map((line) => line.textContent);
    this._node = node;
    node.setAttribute("aria-live", "off");
    write(node, [sentence, tolls]);
  }

  /** Say again what the script wrote. What it has written since stays: that is in a node of its own. */
  restore() {
    if (!this._node) return;
    write(this._node, this._written);
    this._node.removeAttribute("aria-live");
    this._node = null;
  }
}

const write = (node, lines) => lines.forEach((line, i) => (node.children[i].textContent = line));
