import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "@libsql/client";
import { onTestFinished } from "vitest";
import { openDb, type Db } from "../../../src/server/db/open.ts";
import { DomainError } from "../../../src/server/domain-error.ts";
import { draftStore, type DraftOptions, type DraftStore } from "../../../src/server/draft/draft-store.ts";
import { fakeRouter, fakeRouters, type FakeRouter } from "./fake-router.ts";

export const TEXT = `# The cluster in the cellar
serial_no = 7
primary = 192.0.2.1
keepalive = 6
deadtime = 18

# what the shop sells
virtual web {
     active = 1
     address = 192.0.2.10 eth0:1
     port = 80
     server number1 {
         address = 10.0.0.1
         active = 1
         weight = 1
     }
     server number2 {
         address = 10.0.0.2
         active = 1
         weight = 1
     }
}

virtual mail {
     active = 0
     address = 192.0.2.11 eth0:2
     port = 25
}
`;

export type World = {
  readonly db: Db;
  readonly draft: DraftStore;
  readonly lefty: FakeRouter;
  readonly righty: FakeRouter;
  /** A second life of the console on the same database. */
  readonly again: () => Promise<DraftStore>;
  /** Waits until the draft has followed what the routers said. */
  readonly settled: () => Promise<void>;
};

/** A console with a database of its own and two routers, of which lefty serves. */
export async function world(text: string | null = TEXT, options: Partial<DraftOptions> = {}): Promise<World> {
  const folder = mkdtempSync(path.join(tmpdir(), "draft-"));
  const file = path.join(folder, "console.db");
  await createTables(file);
  const db = openDb(file);
  const [lefty, righty] = [fakeRouter("lefty", text ?? undefined), fakeRouter("righty", text ?? undefined)];
  righty.pulse("standby");
  const lives: DraftStore[] = [];
  const begin = async () => {
    const draft = await draftStore({
      db,
      cluster: "c",
      routers: fakeRouters([lefty, righty]),
      patienceMs: 20,
      ...options,
    });
    lives.push(draft);
    await draft.settle({ conflictId: 0 }, "nobody").catch(() => undefined); // queued behind the first look at the routers
    return draft;
  };
  onTestFinished(async () => {
    for (const life of lives) await life.close();
    await db.$disconnect();
    rmSync(folder, { recursive: true });
  });
  const draft = await begin();
  return {
    db,
    draft,
    lefty,
    righty,
    again: async () => {
      await draft.close();
      return begin();
    },
    settled: async () => {
      await draft.settle({ conflictId: 0 }, "nobody").catch(() => undefined);
    },
  };
}

/** The refusal that a promise or a call ends with. */
export async function refusal(work: Promise<unknown> | (() => unknown)): Promise<DomainError> {
  try {
    await (typeof work === "function" ? work() : work);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error("It was not refused");
}

const MIGRATIONS = fileURLToPath(new URL("../../../../../prisma/migrations/", import.meta.url));

async function createTables(file: string): Promise<void> {
  const client = createClient({ url: `file:${file}` });
  for (const name of readdirSync(MIGRATIONS).sort())
    if (!name.endsWith(".toml"))
      await client.executeMultiple(readFileSync(path.join(MIGRATIONS, name, "migration.sql"), "utf8"));
  client.close();
}
