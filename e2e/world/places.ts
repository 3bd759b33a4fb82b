import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");

/** The programs under test, as an operator has them. */
export const AGENT = path.join(root, "packages/agent/dist/piranha-agent.js");
export const CONSOLE = path.join(root, "apps/web/dist/piranha-console.mjs");
export const PASSWD = path.join(root, "apps/web/dist/piranha-passwd.mjs");
export const STAGE = path.join(root, "packages/lab/src/bin/stage.ts");
/** Node's loader of TypeScript, for the stage. */
export const TSX = path.join(root, "node_modules/tsx/dist/loader.mjs");

/** A folder that is gone afterwards. Its name is short, because a socket's path may have 107 bytes. */
export async function temporaryFolder(): Promise<{ readonly folder: string; readonly remove: () => Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), "pir-"));
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }) };
}
