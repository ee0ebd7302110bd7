// Elements and links made of data, which can only become text.

/** Make an element; strings among `children` become text, and what is empty or false is left out. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.filter(Boolean));
  return node;
}

/** The address if it may become a link, else null. */
export function safeHref(value) {
  if (typeof value !== "string" || /["'`<>{}\\\s\u0000-\u001f\u007f]/.test(value)) return null;
  try {
    return ["http:", "https:"].includes(new URL(value).protocol) ? value : null;
  } catch {
    return null;
  }
}
