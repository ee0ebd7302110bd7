// Elements and links made of data, which can only become text.

import { WEB_ADDRESS } from "../shared.js";

const ADDRESS = new RegExp(WEB_ADDRESS, "u");

/** Make an element; strings among `children` become text, and what is empty or false is left out. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.filter(Boolean));
  return node;
}

/** The address if it may become a link, else null. */
export function safeHref(value) {
  const found = typeof value === "string" ? ADDRESS.exec(value) : null;
  return found && found[1].normalize("NFKC") === found[1] ? value : null;
}
