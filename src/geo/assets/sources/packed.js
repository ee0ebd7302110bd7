// The columns file that travels within a page, as a source without a server: base64 of gzip, which is unpacked once,
// and then answers from a worker. src/geo/exports/carried/content.py writes it.
import { Held } from "./near/held.js";

/** The source of a columns file as text. It knows no titles and lists no records. */
export const packedSource = (text) => new PackedSource(text);

class PackedSource {
  constructor(text) {
    this._held = new Held("");
    this._fault = null;
    /** Is kept once the file is unpacked; broken with a sentence where it is damaged. */
    this.ready = this._open(text);
    this.ready.catch((error) => this._break(error));
  }

  /** Is a query answered here? It always is. */
  has() {
    return true;
  }

  cells(query, bounds, zoom, signal) {
    return this._ask("cells", [query, bounds, zoom], signal);
  }

  caption(query, signal) {
    return this._ask("caption", [query], signal);
  }

  timeline(query, spec, signal) {
    return this._ask("timeline", [query, spec], signal);
  }

  facet(query, name, signal) {
    return this._ask("facet", [query, name], signal);
  }

  async _open(text) {
    await this._held.open(await unzipped(text), (error) => this._break(error));
  }

  // Every question hears of it.
  _break(error) {
    this._fault = error;
  }

  async _ask(kind, args, signal) {
    await this.ready;
    if (this._fault) throw this._fault;
    return this._held.ask(kind, args, signal);
  }
}

async function unzipped(text) {
  try {
    const stream = new Blob([bytesOf(text)]).stream().pipeThrough(new DecompressionStream("gzip"));
    return await new Response(stream).arrayBuffer();
  } catch {
    throw new Error("The records in this page are damaged: they cannot be unpacked. Load the file again.");
  }
}

function bytesOf(text) {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
}
