// Bundles the programs that run inside the lab. `startLab` runs this into the lab's own directory, so nothing is ever stale.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const guest = fileURLToPath(new URL("src/guest/", import.meta.url));

await build({
  entryPoints: ["controller", "server", "client", "relay"].map((name) => ({ in: `${guest}${name}.ts`, out: name })),
  outdir: process.argv[2] ?? fileURLToPath(new URL("dist/", import.meta.url)),
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  logLevel: "warning",
});
