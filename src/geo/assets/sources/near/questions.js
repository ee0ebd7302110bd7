// Questions that wait for their turn: one of a kind is asked at a time, and one that is taken back before that never is.

export class Questions {
  /** `send(kind, args)` gives an answer's promise. */
  constructor(send) {
    this._send = send;
    this._waiting = new Map();             // kind → what is still to be asked; a kind stands here while one of it is asked
  }

  /**
   * The answer to a question; `signal` takes it back while it waits.
   * @param {string} kind
   * @param {any[]} args
   * @param {AbortSignal} [signal]
   */
  ask(kind, args, signal) {
    return new Promise((resolve, reject) => {
      const question = { args, signal, resolve, reject };
      if (this._waiting.has(kind)) this._waiting.get(kind).push(question);
      else this._run(kind, question);
    });
  }

  async _run(kind, first) {
    const waiting = [first];
    this._waiting.set(kind, waiting);
    while (waiting.length) await this._put(kind, waiting.shift());
    this._waiting.delete(kind);
  }

  async _put(kind, { args, signal, resolve, reject }) {
    try {
      signal?.throwIfAborted();
      resolve(await this._send(kind, args));
    } catch (error) {
      reject(error);
    }
  }
}
