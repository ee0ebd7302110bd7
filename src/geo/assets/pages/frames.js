// For the pages of others: gives each frame with an embed of ours the height that the embed wishes. It may stand in a page
// several times, before or after the frames, and frames may come later. It has no other effect on the page.
import { ASK_HEIGHT, heightOf } from "../furniture/frame_messages.js";

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
const [server] = script.src.split("/assets/");
const { origin: ours } = new URL(script.src);
const begun = (window.incidentAtlasFrames ||= []);   // the servers whose frames are followed already

if (!begun.includes(server)) {
  begun.push(server);
  window.addEventListener("message", follow);
  frames().forEach((frame) => frame.contentWindow.postMessage(ASK_HEIGHT, "*"));   // what they told before went unheard
}

// A frame in a sandbox has no origin of its own; in any frame a page of another server may have been opened.
function follow({ data, source, origin }) {
  const height = origin === ours || origin === "null" ? heightOf(data) : 0;
  const frame = height && frames().find((each) => each.contentWindow === source);
  if (frame) frame.style.height = `${height}px`;
}

function frames() {
  return [...document.querySelectorAll("iframe")].filter(({ src }) => src.startsWith(`${server}/embed/`));
}
