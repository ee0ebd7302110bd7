// What an embed and the page around it say to each other about the height of its frame. Each reader of such messages has
// a form of its own, and reads past the others:
// - Embedly and Medium, and our own frames.js: {"src", "context": "iframe.resize", "height"} as a text. `src` is what the
//   frame's address says, which the page around it gave.
// - pym.js: "pym", the id that the page around gave as `childId`, "height" and the number, with xPYMx between them.
const CONTEXT = "iframe.resize";
const PYM = "xPYMx";
const [LEAST, MOST] = [50, 10_000];      // px; no embed is lower or higher

/** The page around asks for the height again: it began to listen after it was told. */
export const ASK_HEIGHT = "incident-atlas: height";

/** The messages that tell a height to whoever framed an address. */
export function heightMessages(src, height) {
  const child = new URL(src).searchParams.get("childId");
  const told = JSON.stringify({ src, context: CONTEXT, height });
  return child ? [told, ["pym", child, "height", height].join(PYM)] : [told];
}

/** The height in px that a message tells in our form; 0 of any other message. */
export function heightOf(data) {
  const told = typeof data === "string" && data.startsWith("{") ? parsed(data) : {};
  const isHeight = Number.isInteger(told.height) && told.height >= LEAST && told.height <= MOST;
  return told.context === CONTEXT && isHeight ? told.height : 0;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
