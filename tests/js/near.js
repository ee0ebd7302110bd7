// The source that holds a collection, over a server that is made up.
import { nearSource } from "../../src/geo/assets/sources/near.js";
import { Questions } from "../../src/geo/assets/sources/near/questions.js";

/**
 * What a source does step by step: each step is [method, ...arguments], and its line [what the server was asked, state
 * after it]. The server finds `matched` records, and refuses what it is asked where `refusal` = {message, status?}.
 */
export async function steps(data, options, taken, { matched = 11, refusal = null } = {}) {
  let asked = [];
  const given = (value) => async (query) => {
    asked.push([value.name, query]);
    if (refusal?.[value.name]) throw value.name === "columns" ? new TypeError("network") : Object.assign(new Error(refusal[value.name]), { status: 400 });
    return value();
  };
  const http = Object.fromEntries(Object.entries({
    cells: () => ({ numberMatched: matched }),
    rows: () => data,
    caption: () => ({ sentence: "said by the server", tolls: "" }),
  }).map(([name, answer]) => [name, given(Object.defineProperty(answer, "name", { value: name }))]));
  const source = nearSource(http, options);
  const lines = [];
  for (const [method, ...args] of taken) {
    asked = [];
    const said = await source[method](...args);
    lines.push([asked, source.status.state, said?.sentence ?? said?.numberMatched ?? said ?? null]);
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
