// The script of a worker: it holds one collection, and answers {n, kind, args} with {n, value} or {n, error, status}.
import { Answering } from "./answering.js";

const answering = new Answering();

globalThis.addEventListener("message", async ({ data: { n, kind, args } }) => {
  const said = await answering.answer(kind, args).then((value) => ({ value }), ({ message, status }) => ({ error: message, status }));
  globalThis.postMessage({ n, ...said });
});
globalThis.postMessage({ n: 0 });         // it runs
