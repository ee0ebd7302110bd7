// Questions that come quicker than they are answered.

/**
 * A function that has `step` done: one at a time, and after it one for all calls that came meanwhile. None is given up,
 * or a quick hand would see none. Its promise resolves when the last is done.
 * @param {() => Promise<unknown>} step
 */
export function catchingUp(step) {
  let isBehind = false;
  let running = null;
  const run = async () => {
    while (isBehind) {
      isBehind = false;
      await step();
    }
  };
  return () => {
    isBehind = true;
    running = running || run().finally(() => (running = null));
    return running;
  };
}
