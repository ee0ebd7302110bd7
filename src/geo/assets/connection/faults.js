// Why the dashboard has no connection, as far as a page can find out, and what to do: for readers, and who runs the server.
const STREAM = "_stcore/stream";
const HEALTH = "_stcore/health";
const PATIENCE = 5000;   // ms for an answer

export const FAULTS = {
  blocked: {
    heading: "The dashboard cannot connect",
    reader: `The page is here, but its connection (WebSocket, /${STREAM}) does not get through: something between this browser and the server does not pass it on. Load the page again, or try another network.`,
    operator: "If you run this server: let the proxy pass on Upgrade and Connection. See docs/deploy.md, “WebSocket”.",
  },
  gone: {
    heading: "The server does not answer",
    reader: "It may be starting again. The dashboard comes by itself once the server answers.",
    operator: "If you run this server: see whether it runs, and what its log says.",
  },
  elsewhere: {
    heading: "The dashboard is not at this address",
    reader: `The server answers something else at /${HEALTH} below this page. Check the address, or ask who gave it to you.`,
    operator: "If you run this server: it and its proxy name different paths for the atlas. See docs/deploy.md.",
  },
  signedOut: {
    heading: "You are signed out",
    reader: "Load the page again to sign in. Your view is in its address.",
    operator: "",
  },
};

/** @param {Response} answer */
const isUnavailable = ({ status }) => [502, 503, 504].includes(status);

/**
 * Return the name of the fault in FAULTS: `ask(path)` fetches an address below the page.
 * @param {(path: string) => Promise<Response>} ask
 */
export async function faultFrom(ask) {
  try {
    const health = await ask(HEALTH);
    if (isUnavailable(health)) return "gone";
    if (!health.ok || (await health.text()).trim() !== "ok") return "elsewhere";
    const stream = await ask(STREAM);   // without Upgrade it is refused: the reason is asked for
    return stream.status === 403 && (await stream.text()).includes("not_signed_in") ? "signedOut" : "blocked";
  } catch {
    return "gone";
  }
}

/** Fetch an address below the page. @param {string} path */
export function askServer(path) {
  return fetch(new URL(path, document.baseURI), { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
}
