import { spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const at = (path) => new URL(path, import.meta.url).pathname;

/** The console's server and its command, one file each; what has native parts stays in node_modules. */
export const server = {
  entryPoints: [at("src/main/piranha-console.ts"), at("src/main/piranha-passwd.ts")],
  outdir: at("dist"),
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  outExtension: { ".js": ".mjs" },
  external: ["next", "@libsql/client", "libsql"],
  banner: {
    js: '#!/usr/bin/env node\nimport { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
};

/** What the tabs of one browser share: one stream for all of them. */
export const worker = {
  entryPoints: [at("src/live/live-worker.ts")],
  outfile: at("public/live-worker.js"),
  bundle: true,
  minify: true,
  platform: "browser",
  target: "es2022",
  format: "iife",
};

if (process.argv[1] === at("build.mjs")) {
  await mkdir(at("dist"), { recursive: true });
  await writeFile(at("dist/package.json"), '{ "type": "module" }\n');
  await Promise.all([build(server), build(worker)]);
  const next = spawnSync(process.execPath, [at("../../node_modules/next/dist/bin/next"), "build"], {
    cwd: at("."),
    stdio: "inherit",
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
  });
  process.exitCode = next.status ?? 1;
}
