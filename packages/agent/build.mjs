import { writeFile } from "node:fs/promises";
import { build } from "esbuild";

// One file that runs with plain node, wherever it is copied. Not minified: a stack trace has to be read by whoever carries the pager.
await build({
  entryPoints: [new URL("src/main.ts", import.meta.url).pathname],
  outfile: new URL("dist/piranha-agent.js", import.meta.url).pathname,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
});
await writeFile(new URL("dist/package.json", import.meta.url), '{ "type": "commonjs" }\n');
