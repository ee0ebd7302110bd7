// Where the incidents come from: our server over HTTP.
import { megabytes } from "../drawing/words.js";
import { COLLECTION_BYTES } from "../shared.js";
import { sides, within } from "./queries.js";

export const UPLOADS_HEADER = "Incident-Atlas-Uploads";
export const SESSION_HEADER = "Incident-Atlas-Session";

/**
 * Our server as a source; `base` is its address without a slash at the end. `token` gives what stands for a
 * reader's own files, if there are any. `numbers` is the language in whose way its words have numbers.
 */
export function httpSource(base = "", token = () => null, numbers = "") {
  const get = (path, signal, session = null) => fetchJson(base + path, signal, { [UPLOADS_HEADER]: token(), [SESSION_HEADER]: session });
  const written = numbers && `&numbers=${encodeURIComponent(numbers)}`;
  const cells = (query, bounds, zoom) => `/api/cells?${query}&view=${sides(bounds)}&zoom=${zoom}${written}`;
  return {
    cells: (query, bounds, zoom, signal, session) => get(cells(query, bounds, zoom), signal, session),
    look: (bounds, zoom, session) => fetch(base + cells("", bounds, zoom), { method: "HEAD", headers: { [SESSION_HEADER]: session } }).catch(() => null),
    incidents: (query, bounds, limit, signal) => get(`/api/incidents?${bounds ? within(query, bounds) : query}&limit=${limit}`, signal),
    columns: (query, signal) => fetchBytes(`${base}/api/columns?${query}`, signal, { [UPLOADS_HEADER]: token() }),
    facet: async (query, name, signal) => countsOf((await get(`/api/summary?${query}`, signal)).facets[name]),
    rows: (query, signal) => get(`/api/rows?${query}${written}`, signal),
    timeline: (query, spec, signal) => get(`/api/timeline?${query}${specText(spec)}`, signal),
    places: async (text, signal) => (await get(`/api/places?q=${encodeURIComponent(text)}`, signal)).places,
    caption: (query, signal) => get(`/api/caption?${query}${written}`, signal),
    incident: (id, signal, query = "") => get(`/api/incidents/${encodeURIComponent(id)}${asked([query, written.slice(1)])}`, signal),
  };
}

// What a timeline is asked for, as parameters.
function specText({ bounds, series, span, ...plain }) {
  const parameters = { ...plain, series: series?.join(","), span: span?.join(","), view: bounds && sides(bounds) };
  return Object.entries(parameters).filter(([, value]) => value).map(([name, value]) => `&${name}=${encodeURIComponent(value)}`).join("");
}

function asked(parameters) {
  const given = parameters.filter(Boolean).join("&");
  return given && `?${given}`;
}

const countsOf = (values) => Object.fromEntries(values.map(({ value, count }) => [value, count]));

/** Fetch JSON, with the headers that have a value. A refusal throws what `fetched` does. */
export const fetchJson = async (url, signal, named = {}) => (await fetched(url, signal, named)).json();

/** Fetch bytes, unless they are too many for a page that did not ask how many there are. */
async function fetchBytes(url, signal, named) {
  const response = await fetched(url, signal, named);
  const bytes = Number(response.headers.get("Content-Length"));
  if (bytes <= COLLECTION_BYTES) return response.arrayBuffer();
  await response.body.cancel();
  throw new Error(`The collection has ${megabytes(bytes)}, and a page takes at most ${megabytes(COLLECTION_BYTES)}`);
}

/**
 * Fetch, with the headers that have a value. A refusal throws an Error with the server's own message and its
 * `status`.
 */
async function fetched(url, signal, named) {
  const headers = Object.fromEntries(Object.entries(named).filter(([, value]) => value));
  /** @type {RequestCache} */
  const cache = headers[UPLOADS_HEADER] ? "no-store" : "default";
  const response = await fetch(url, { signal, headers, cache });
  if (response.ok) return response;
  const body = await response.json().catch(() => ({}));
  const message = (body.error?.message) || `HTTP ${response.status}`;
  throw Object.assign(new Error(message), { status: response.status });
}

/** A file of ours: fetched from its address, or what was in it already. */
export const asset = (file) => (typeof file === "string" ? fetchJson(file) : Promise.resolve(file));
