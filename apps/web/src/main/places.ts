import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";

/** Where the pages are, and which version they are of, whether the console runs from its sources or from its bundle. */
export async function placesOf(): Promise<{ webDir: string; version: string }> {
  let webDir = import.meta.dirname;
  while (!existsSync(path.join(webDir, "next.config.ts"))) {
    const parent = path.dirname(webDir);
    if (parent === webDir) throw new Error("piranha-console has to stay in apps/web, beside its pages");
    webDir = parent;
  }
  const packageFile: unknown = JSON.parse(await readFile(path.join(webDir, "package.json"), "utf8"));
  const { version } = z.object({ version: z.string() }).parse(packageFile);
  return { webDir, version };
}
