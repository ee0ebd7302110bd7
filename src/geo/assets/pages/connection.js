// The dashboard's page says by itself that its connection does not come: Streamlit's script would show a skeleton.
import { askServer, FAULTS, faultFrom } from "../connection/faults.js";

const STREAM = "/_stcore/stream";
const FIRST = 10000;   // ms until it is asked why
const AGAIN = 5000;   // ms until it is asked again

let timer = 0;
let isOpen = false;
let wasOpen = false;
/** @type {HTMLElement | null} */
let notice = null;

/** @param {string} tag @param {string} text */
function element(tag, text) {
  return Object.assign(document.createElement(tag), { textContent: text });
}

function remove() {
  notice?.remove();
  notice = null;
}

/** @param {keyof typeof FAULTS} name */
function show(name) {
  if (notice?.dataset.fault === name) return;
  remove();
  const { heading, reader, operator } = FAULTS[name];
  const again = Object.assign(element("a", "Load the page again"), { href: location.href });
  const about = Object.assign(element("a", "About this atlas"), { href: "./about" });
  const ways = element("p", "");
  ways.append(again, about);
  notice = element("div", "");
  notice.className = "atlas-unconnected";
  notice.dataset.fault = name;
  notice.setAttribute("role", "alert");
  notice.append(element("h2", heading), element("p", reader), ...(operator ? [element("p", operator)] : []), ways);
  document.body.append(notice);
}

function wait(time = FIRST) {
  clearTimeout(timer);
  timer = window.setTimeout(look, time);
}

/** Streamlit says itself that a connection was lost, and takes it up again; it does not know of sign-in. */
async function look() {
  const name = await faultFrom(askServer);
  if (isOpen) return;
  if (!wasOpen || name === "signedOut") show(name);
  wait(AGAIN);
}

/** @param {WebSocket} socket */
function follow(socket) {
  socket.addEventListener("open", () => {
    isOpen = wasOpen = true;
    clearTimeout(timer);
    remove();
  });
  socket.addEventListener("close", () => {
    if (isOpen) wait();
    isOpen = false;
  });
}

// Only the page knows whether its socket opens, so what makes sockets tells of each.
const Native = window.WebSocket;
window.WebSocket = class extends Native {
  /** @param {string | URL} address @param {string | string[]} [protocols] */
  constructor(address, protocols) {
    super(address, protocols);
    if (new URL(address, location.href).pathname.endsWith(STREAM)) follow(this);
  }
};
wait();
