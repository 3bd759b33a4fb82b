import { basename, join } from "node:path";
import { build } from "esbuild";
import { packageFile } from "../src/package-file.ts";

/** The agent as it is installed. */
export const AGENT = [process.execPath, packageFile("../agent/dist/piranha-agent.js")];

/**
 * Bundles a program of this folder as the agent is bundled, so that what is measured is what runs; tsx would slow it down.
 *
 * @returns the path of the bundle in `folder`.
 */
export async function bundle(program: string, folder: string): Promise<string> {
  const outfile = join(folder, `${basename(program, ".ts")}.cjs`);
  const entryPoints = [packageFile(`bench/${program}`)];
  await build({ entryPoints, outfile, bundle: true, platform: "node", target: "node20", format: "cjs" });
  return outfile;
}
