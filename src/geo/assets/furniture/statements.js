// The links from the head of a record to its statements, in a panel that scrolls by itself.

/** Let the links of a panel lead to their statements: unfolded, in sight, and in the keyboard's focus. */
export function leadToStatements(panel) {
  panel.addEventListener("click", (event) => followLink(panel, event));
}

/** Follow a click on a link to a statement, if it is one; a page around the panel does not move. */
export function followLink(panel, event) {
  const link = event.target.closest('a[href^="#said-"], a[href="#toll-history"]');
  const statement = link && panel.querySelector(`[id="${link.hash.slice(1)}"]`);
  if (!statement) return;
  event.preventDefault();
  unfold(statement, panel);
  const margin = parseFloat(statement.ownerDocument.defaultView.getComputedStyle(statement).scrollMarginTop);
  panel.scrollTop += statement.getBoundingClientRect().top - panel.getBoundingClientRect().top - margin;
  statement.focus({ preventScroll: true });
}

function unfold(node, panel) {
  for (let fold = node.closest("details"); fold && panel.contains(fold); fold = fold.parentElement.closest("details")) fold.open = true;
}
