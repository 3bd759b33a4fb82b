import { existsSync } from "node:fs";
import path from "node:path";

/** Where the console keeps what it remembers: `console.db`, `session.secret`. */
export const DEFAULT_DATA_DIR = "/var/lib/piranha-console";

export const databaseFile = (dataDir: string): string => path.join(dataDir, "console.db");

/**
 * This version's migrations: `prisma/migrations` above this file, be it source or bundle.
 *
 * @throws {Error} when the installation is not whole.
 */
export function migrationsDir(from = import.meta.dirname): string {
  const here = path.join(from, "prisma/migrations");
  if (existsSync(here)) return here;
  const up = path.dirname(from);
  if (up === from) throw new Error("prisma/migrations is missing: install the console again");
  return migrationsDir(up);
}

/** Key of the one cluster on screen. */
export const CLUSTER = "default";
