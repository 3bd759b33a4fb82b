import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Real lvs.cf files and what the original made of them. They lie beside the repository, and are not part of it. */
const SHARED = fileURLToPath(new URL("../../../../../shared/", import.meta.url));

export type Sample = { readonly name: string; readonly text: string };

/** The files of a folder of `shared` that end in `.cf`; none where the folder is missing. */
export function samplesIn(folder: string): Sample[] {
  const path = `${SHARED}${folder}/`;
  if (!existsSync(path)) return [];
  const names = readdirSync(path).filter((name) => name.endsWith(".cf"));
  return names.map((name) => ({ name, text: readFileSync(path + name, "utf8") }));
}

/** One file of `shared`, or undefined. */
export const sharedFile = (path: string): string | undefined =>
  existsSync(SHARED + path) ? readFileSync(SHARED + path, "utf8") : undefined;

export const SAMPLES = samplesIn("samples/lvs-cf");
export const GUI_REWRITES = samplesIn("original/oracle/gui-rewrite");
