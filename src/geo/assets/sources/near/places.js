// Where a collection is kept: in a worker of its own, so that the page never waits for it, or here where none can start.
import { Answering } from "./answering.js";
import workerText from "./worker.js?text";

const PATIENCE = 5000;          // ms until a worker that says nothing counts as one that cannot start

/** A place that answers send(kind, args, transfer), until stop(); `onFault(error)` hears of a worker that breaks. */
export async function placeFor(onFault) {
  try {
    return new WorkerPlace(await started(), onFault);
  } catch {
    return new OwnPlace();
  }
}

/** The page's own thread. */
export class OwnPlace {
  constructor() {
    this._answering = new Answering();
  }

  send(kind, args) {
    return this._answering.answer(kind, args);
  }

  stop() {}
}

class WorkerPlace {
  constructor(worker, onFault) {
    this._worker = worker;
    this._asked = new Map();               // number of a question → what its answer resolves
    this._n = 0;
    worker.onmessage = ({ data }) => this._hear(data);
    worker.onerror = worker.onmessageerror = ({ message }) => {
      this.stop();
      onFault(new Error(message || "the worker stopped"));
    };
  }

  send(kind, args, transfer = []) {
    const n = ++this._n;
    return new Promise((resolve, reject) => {
      this._asked.set(n, { resolve, reject });
      this._worker.postMessage({ n, kind, args }, transfer);
    });
  }

  stop() {
    this._worker.terminate();
    this._asked.forEach(({ reject }) => reject(new DOMException("The worker was stopped", "AbortError")));
    this._asked.clear();
  }

  _hear({ n, value, error, status }) {
    const { resolve, reject } = this._asked.get(n);
    this._asked.delete(n);
    if (error === undefined) resolve(value);
    else reject(Object.assign(new Error(error), { status }));
  }
}

// From a text of this page, never from an address: a page of no origin, or of a folder, can load none.
async function started() {
  const url = URL.createObjectURL(new Blob([workerText], { type: "text/javascript" }));
  try {
    const worker = new Worker(url);
    await firstWord(worker);
    return worker;
  } finally {
    URL.revokeObjectURL(url);
  }
}

function firstWord(worker) {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      worker.terminate();
      reject(new Error("no worker starts here"));
    };
    const patience = setTimeout(giveUp, PATIENCE);
    worker.onerror = giveUp;
    worker.onmessage = () => {
      clearTimeout(patience);
      resolve(undefined);
    };
  });
}
