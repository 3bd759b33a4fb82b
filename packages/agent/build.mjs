import { mkdir, writeFile } from "node:fs/promises";
import { context } from "esbuild";

const at = (path) => new URL(path, import.meta.url).pathname;

// One file that runs with plain node, wherever it is copied. Not minified: a stack trace has to be read by whoever carries the
// pager.
const bundle = await context({
  entryPoints: [at("src/main.ts")],
  outfile: at("dist/piranha-agent.js"),
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
});
await mkdir(at("dist"), { recursive: true });
await writeFile(at("dist/package.json"), '{ "type": "commonjs" }\n');
await bundle.rebuild();
if (process.argv.includes("--watch")) await bundle.watch();
else await bundle.dispose();
