import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The path of a file of this package, also for a bundle that contains this module and lies elsewhere. */
export function packageFile(path: string): string {
  return join(dirname(createRequire(import.meta.url).resolve("@piranha/lab/package.json")), path);
}
