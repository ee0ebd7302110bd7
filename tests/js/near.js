// The source that holds a collection, over a server that is made up.
import { nearSource } from "../../src/geo/assets/sources/near.js";
import { Answering } from "../../src/geo/assets/sources/near/answering.js";
import { Questions } from "../../src/geo/assets/sources/near/questions.js";

/**
 * What a source does step by step: each step is [method, ...arguments], and its line [what the server was asked, state
 * after it, what it said]. The server finds `matched` records; `columns` is its columns file in base64; `refusal` has
 * what it refuses, by kind, and how. A source that is metered has `saveData`.
 */
export async function steps(data, options, taken, { matched = 11, refusal = null, columns = "" } = {}) {
  let asked = [];
  const given = (value) => async (query) => {
    asked.push([value.name, query]);
    if (refusal?.[value.name]) throw value.name === "columns" ? new TypeError("network") : Object.assign(new Error(refusal[value.name]), { status: 400 });
    return value();
  };
  const http = Object.fromEntries(Object.entries({
    cells: () => ({ numberMatched: matched }),
    rows: () => data,
    columns: () => Uint8Array.from(atob(columns), (letter) => letter.charCodeAt(0)).buffer,
    caption: () => ({ sentence: "said by the server", tolls: "" }),
  }).map(([name, answer]) => [name, given(Object.defineProperty(answer, "name", { value: name }))]));
  Object.defineProperty(navigator, "connection", { value: { saveData: options.saveData }, configurable: true });
  const source = nearSource(http, options);
  const lines = [];
  for (const [method, ...args] of taken) {
    asked = [];
    const said = await source[method](...args);
    lines.push([asked, source.status.bytes ?? source.status.state, said?.sentence ?? said?.numberMatched ?? said ?? null]);
  }
  return lines;
}

/** The states that a source tells of while it fetches, and what it says in the end. */
export async function states(data, message) {
  const http = {
    cells: async () => ({ numberMatched: 1 }),
    rows: async () => {
      if (message) throw new Error(message);
      return data;
    },
  };
  const source = nearSource(http);
  const told = [];
  source.onStatus(({ state }) => told.push(state));
  await Promise.all([source.bring(), source.bring()]);
  return [told, source.status.words ?? null];
}

/** What a source says of a columns file that it cannot read, and who answers then. */
export async function refused(columns) {
  const http = {
    cells: async () => ({ numberMatched: 2001 }),
    columns: async () => Uint8Array.from(atob(columns), (letter) => letter.charCodeAt(0)).buffer,
    caption: async () => ({ sentence: "asked the server", tolls: "" }),
  };
  const source = nearSource(http);
  await source.bring();
  const { sentence } = await source.caption("from=2022");
  return [source.status.words, sentence];
}

/** What a source says of a query before and after its collection breaks. */
export async function broken(data) {
  const source = nearSource({
    cells: async () => ({ numberMatched: 11 }),
    rows: async () => data,
    caption: async () => ({ sentence: "said by the server", tolls: "" }),
  });
  await source.bring();
  const { answer } = Answering.prototype;
  const before = await source.caption("from=2022");
  Answering.prototype.answer = () => Promise.reject(new Error("the worker stopped"));
  const after = await source.caption("from=2022").finally(() => (Answering.prototype.answer = answer));
  return [before.sentence, after.sentence];
}

/** The order in which questions = [kind, name] are sent; those in `back` are taken back at once. */
export async function order(questions, back) {
  const sent = [];
  let most = 0;
  const atWork = new Map();
  const all = new Questions(async (kind, [name]) => {
    sent.push([kind, name]);
    atWork.set(kind, (atWork.get(kind) || 0) + 1);
    most = Math.max(most, atWork.get(kind));
    await new Promise((resolve) => setTimeout(resolve));
    atWork.set(kind, atWork.get(kind) - 1);
    return name;
  });
  const answers = questions.map(([kind, name]) => {
    const stop = new AbortController();
    const answer = all.ask(kind, [name], stop.signal).catch((error) => error.name);
    if (back.includes(name)) stop.abort();
    return answer;
  });
  const said = await Promise.all(answers);
  return [sent, said, most];
}
