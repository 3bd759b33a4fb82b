import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { accounts } from "../../../src/server/accounts/accounts.ts";
import type { Cost } from "../../../src/server/accounts/scrypt.ts";
import { auditLog } from "../../../src/server/audit.ts";
import { databaseFile, migrationsDir } from "../../../src/server/db/data-dir.ts";
import { migrate } from "../../../src/server/db/migrate.ts";
import { openDb } from "../../../src/server/db/open.ts";

export const PASSWORD = "herring tuba orbit";
export const CHEAP: Cost = { N: 1024, r: 8, p: 1 };
export const OTHER_PASSWORD = "velvet canoe thunder";

/** An empty console's accounts, with a clock that stands still until it is moved and passwords that are cheap to check. */
export async function fresh({ cost = CHEAP }: { readonly cost?: Cost } = {}) {
  const dataDir = mkdtempSync(path.join(tmpdir(), "piranha-accounts-"));
  await migrate(databaseFile(dataDir), migrationsDir());
  const db = openDb(databaseFile(dataDir));
  const clock = { atMs: Date.UTC(2026, 10, 22) };
  const desk = accounts(db, { now: () => clock.atMs, cost });
  const from = (address: string, name = "piranha") => ({
    signIn: (password: string) => desk.signIn({ name, password, address, browser: "Lynx" }),
  });
  return {
    dataDir,
    db,
    clock,
    desk,
    audit: auditLog(db, "one"),
    from,
    /** Signs in or fails the test. */
    enter: async (password = PASSWORD, name = "piranha", address = "192.0.2.1") => {
      const result = await from(address, name).signIn(password);
      if (result.kind !== "signedIn") throw new Error(`not signed in: ${result.kind}`);
      return result;
    },
    close: async () => {
      desk.close();
      await db.$disconnect();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
export type Fresh = Awaited<ReturnType<typeof fresh>>;
