// Answers, line by line, what Python asks of the browser's pure modules: {module, name, args} → {value} or {error}.
import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { createInterface } from "node:readline";

// A module that is imported as a text is one here too.
registerHooks({
  load(url, context, next) {
    if (!url.endsWith("?text")) return next(url, context);
    return { format: "module", shortCircuit: true, source: `export default ${JSON.stringify(readFileSync(new URL(url.slice(0, -5)), "utf8"))};` };
  },
});

const ASSETS = new URL("../../src/geo/assets/", import.meta.url);
const OURS = new URL("./", import.meta.url);

async function answer({ module, name, args }) {
  const from = module.startsWith("test:") ? new URL(`${module.slice(5)}.js`, OURS) : new URL(`${module}.js`, ASSETS);
  const found = (await import(from))[name];
  return typeof found === "function" ? found(...args) : found;
}

for await (const line of createInterface({ input: process.stdin })) {
  const said = await answer(JSON.parse(line)).then((value) => ({ value: value ?? null }), (error) => ({ error: String(error.stack) }));
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
