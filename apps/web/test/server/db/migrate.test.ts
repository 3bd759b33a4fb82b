import { execFile, spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createClient } from "@libsql/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrationsDir } from "../../../src/server/db/data-dir.ts";
import { migrate } from "../../../src/server/db/migrate.ts";
import { MigrationError, troubleOf, type MigrationTrouble } from "../../../src/server/db/migration-error.ts";
import { openDb } from "../../../src/server/db/open.ts";

const root = path.join(import.meta.dirname, "../../../../..");
const isRoot = process.getuid?.() === 0;

let dir: string;
let file: string;
/** A copy of the repository's migrations, to add to and to spoil. */
let copies: string;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "piranha-migrate-"));
  file = path.join(dir, "data", "console.db");
  copies = path.join(dir, "migrations");
  cpSync(migrationsDir(), copies, { recursive: true });
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe("migrate", () => {
  it("makes a database that is nobody else's, and finds nothing to do the second time", async () => {
    expect(await migrate(file, copies)).toEqual(directories(copies));
    expect(modes(path.dirname(file))).toEqual({
      ".": "700",
      "console.db": "600",
      "console.db-shm": "600",
      "console.db-wal": "600",
    });
    expect(await migrate(file, copies)).toEqual([]);
  });

  it("puts everything into the file itself, for those who copy it", async () => {
    await migrate(file, copies);
    copyFileSync(file, path.join(dir, "copy.db"));
    expect(await migrate(path.join(dir, "copy.db"), copies)).toEqual([]);
  });

  it("sets write-ahead logging once, for everybody who opens the file", async () => {
    await migrate(file, copies);
    expect(await ask(file, "PRAGMA journal_mode")).toEqual([{ journal_mode: "wal" }]);
    expect(await ask(file, "PRAGMA foreign_keys")).toEqual([{ foreign_keys: 1 }]);
  });

  it("leaves foreign keys on for the console", async () => {
    await migrate(file, copies);
    const db = openDb(file);
    const at = new Date();
    const orphan = { id: "x", accountId: "nobody", address: "", browser: "", createdAt: at, seenAt: at };
    await expect(db.session.create({ data: orphan })).rejects.toMatchObject({ code: "P2003" });
    await db.$disconnect();
  });

  it("adds what a newer version brings, in order, and keeps what is there", async () => {
    await migrate(file, copies);
    await ask(file, "INSERT INTO Account (id, name, role, passwordHash) VALUES ('1', 'piranha', 'admin', 'x')");
    addMigration("20990102000000_second", "UPDATE Account SET role = color;");
    addMigration("20990101000000_first", "ALTER TABLE Account ADD COLUMN color TEXT DEFAULT 'red';");
    expect(await migrate(file, copies)).toEqual(["20990101000000_first", "20990102000000_second"]);
    expect(await ask(file, "SELECT name, role FROM Account")).toEqual([{ name: "piranha", role: "red" }]);
  });

  it("takes back all of an update that fails in the middle, and works again when that is mended", async () => {
    await migrate(file, copies);
    addMigration("20990101000000_good", "CREATE TABLE Good (id TEXT);");
    addMigration("20990102000000_bad", "CREATE TABLE Half (id TEXT);\nINSERT INTO Nowhere VALUES (1);");
    await refuses("failed", /no such table: Nowhere/);
    expect(await ask(file, "SELECT name FROM sqlite_master WHERE name IN ('Good', 'Half')")).toEqual([]);
    addMigration("20990102000000_bad", "CREATE TABLE Half (id TEXT);");
    expect(await migrate(file, copies)).toEqual(["20990101000000_good", "20990102000000_bad"]);
  });

  it("refuses an update that leaves rows pointing nowhere", async () => {
    await migrate(file, copies);
    addMigration(
      "20990101000000_orphans",
      "INSERT INTO Session (id, accountId, address, browser) VALUES ('s', 'nobody', '', '');",
    );
    await refuses("failed", /1 rows would point/);
    expect(await ask(file, "SELECT id FROM Session")).toEqual([]);
  });

  it("refuses a migration that was edited after it was applied", async () => {
    await migrate(file, copies);
    const [first = ""] = directories(copies);
    writeFileSync(path.join(copies, first, "migration.sql"), "SELECT 1;");
    await refuses("edited", new RegExp(`${first} was changed`));
  });

  it("refuses a database of a newer version", async () => {
    addMigration("20990101000000_future", "CREATE TABLE Future (id TEXT);");
    await migrate(file, copies);
    rmSync(path.join(copies, "20990101000000_future"), { recursive: true });
    await refuses("newer", /newer version of the console \(it has 20990101000000_future\)/);
  });

  it("refuses a database in which prisma left a migration half done, until it is resolved", async () => {
    await migrate(file, copies);
    await ask(file, `UPDATE _prisma_migrations SET finished_at = NULL`);
    await refuses("failedBefore", /npx prisma migrate resolve/);
    await ask(file, `UPDATE _prisma_migrations SET finished_at = 1`);
    expect(await migrate(file, copies)).toEqual([]);
  });

  it("refuses another program's database", async () => {
    mkdirSync(path.dirname(file));
    await ask(file, "CREATE TABLE Recipes (id TEXT)");
    await refuses("notOurs", /another program/);
  });

  it("refuses a file that is no database, and leaves it as it is", async () => {
    mkdirSync(path.dirname(file));
    writeFileSync(file, "Dear diary, ".repeat(100));
    await refuses("notADatabase", /not a database, or it is damaged/);
    expect(statSync(file).size).toBe(1_200);
  });

  it("waits for another writer, then refuses", async () => {
    await migrate(file, copies);
    addMigration("20990101000000_more", "CREATE TABLE More (id TEXT);");
    const other = createClient({ url: `file:${file}` });
    const held = await other.transaction("write");
    const startedAtMs = performance.now();
    await refuses("locked", /five seconds/, 400);
    expect(performance.now() - startedAtMs).toBeGreaterThan(350);
    await held.rollback();
    other.close();
    expect(await migrate(file, copies)).toEqual(["20990101000000_more"]);
  });

  it("needs no lock when there is nothing to do", async () => {
    await migrate(file, copies);
    const other = createClient({ url: `file:${file}` });
    const held = await other.transaction("write");
    expect(await migrate(file, copies, 100)).toEqual([]);
    await held.rollback();
    other.close();
  });

  it("refuses a directory that is not one, and a file that is a directory", async () => {
    writeFileSync(path.dirname(file), "");
    await refuses("notWritable", /It must belong to the user/);
    rmSync(path.dirname(file));
    mkdirSync(file, { recursive: true });
    await refuses("notWritable", /cannot be opened or written/);
  });

  it("refuses a file of another user, in words", async () => {
    await migrate(file, copies);
    addMigration("20990101000000_more", "CREATE TABLE More (id TEXT);");
    chmodSync(file, 0o400);
    chmodSync(path.dirname(file), 0o555);
    chmodSync(dir, 0o755);
    const said = asStranger(file, copies);
    chmodSync(path.dirname(file), 0o700);
    expect(said).toMatch(/^notWritable: .*console\.db: cannot be opened or written/);
  });

  it.skipIf(!isRoot || !canMount())("refuses a full disk and changes nothing", async () => {
    mkdirSync(path.dirname(file));
    spawnSync("mount", ["-t", "tmpfs", "-o", "size=512k", "none", path.dirname(file)]);
    try {
      await migrate(file, copies);
      const before = await ask(file, "SELECT name FROM sqlite_master");
      addMigration(
        "20990101000000_big",
        `CREATE TABLE Big (t TEXT);\n${"INSERT INTO Big VALUES (zeroblob(60000));\n".repeat(20)}`,
      );
      await refuses("full", /the disk is full; nothing was changed/);
      expect(await ask(file, "SELECT name FROM sqlite_master")).toEqual(before);
    } finally {
      spawnSync("umount", ["-l", path.dirname(file)]);
    }
  });

  it("lets three processes start at once", async () => {
    const starts = await Promise.all([1, 2, 3].map(() => inAnotherProcess(file, copies)));
    expect(starts.sort()).toEqual([JSON.stringify(directories(copies)), "[]", "[]"]);
  }, 30_000);
});

describe("troubleOf", () => {
  it.each([
    ["SQLITE_FULL", "full"],
    ["ENOSPC", "full"],
    ["SQLITE_BUSY_SNAPSHOT", "locked"],
    ["SQLITE_NOTADB", "notADatabase"],
    ["SQLITE_CANTOPEN", "notWritable"],
    ["EROFS", "notWritable"],
    ["SQLITE_ERROR", null],
  ])("takes %s for %s, also when it is the cause of another error", (code, trouble) => {
    const cause = Object.assign(new Error("x"), { code });
    expect(troubleOf(cause)).toBe(trouble);
    expect(troubleOf(new Error("wrapped", { cause }))).toBe(trouble);
  });
});

describe("prisma and the runner", () => {
  it("agree on what is applied", { timeout: 60_000 }, async () => {
    await migrate(file, migrationsDir());
    const status = prisma("migrate", "status");
    expect(status.stdout).toContain("Database schema is up to date!");
    expect(status.status).toBe(0);
    expect(prisma("migrate", "deploy").stdout).toContain("No pending migrations to apply");
  });

  it("agree when prisma was first", { timeout: 60_000 }, async () => {
    mkdirSync(path.dirname(file));
    expect(prisma("migrate", "deploy").status).toBe(0);
    expect(await migrate(file, migrationsDir())).toEqual([]);
  });

  it("the migrations make exactly the schema", { timeout: 60_000 }, () => {
    mkdirSync(path.dirname(file)); // where prisma makes its shadow database
    const from = ["--from-migrations", "prisma/migrations", "--to-schema", "prisma/schema.prisma", "--exit-code"];
    const diff = prisma("migrate", "diff", ...from);
    expect(diff.stdout + diff.stderr).toContain("No difference detected");
    expect(diff.status).toBe(0);
  });
});

async function refuses(kind: MigrationTrouble, words: RegExp, lockedAfterMs?: number): Promise<void> {
  const error: unknown = await migrate(file, copies, lockedAfterMs).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(MigrationError);
  expect(error).toMatchObject({ kind, file, message: expect.stringMatching(words) as string });
}

function addMigration(name: string, sql: string): void {
  mkdirSync(path.join(copies, name), { recursive: true });
  writeFileSync(path.join(copies, name, "migration.sql"), sql);
}

const directories = (at: string): string[] =>
  readdirSync(at, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

const modes = (at: string): Record<string, string> =>
  Object.fromEntries(
    [".", ...readdirSync(at)].map((name) => [name, (statSync(path.join(at, name)).mode & 0o777).toString(8)]),
  );

async function ask(database: string, sql: string): Promise<object[]> {
  const client = createClient({ url: `file:${database}` });
  const { rows } = await client.execute(sql);
  client.close();
  return rows.map((row) => ({ ...row }));
}

const SCRIPT = `
import(process.argv[1]).then(({ migrate }) => migrate(process.argv[2], process.argv[3])).then(
  (names) => console.log(JSON.stringify(names)),
  (error) => console.log(error.kind + ": " + error.message),
);`;
const argv = (database: string, at: string) => [
  ...["--import", path.join(root, "node_modules/tsx/dist/loader.mjs"), "--input-type=module", "-e", SCRIPT],
  ...[path.join(root, "apps/web/src/server/db/migrate.ts"), database, at],
];

function asStranger(database: string, at: string): string {
  const stranger = isRoot ? { uid: 65_534, gid: 65_534 } : {};
  return spawnSync(process.execPath, argv(database, at), { encoding: "utf8", cwd: root, ...stranger }).stdout;
}

function inAnotherProcess(database: string, at: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, argv(database, at), { cwd: root }, (error, stdout, stderr) =>
      error ? reject(new Error(stderr, { cause: error })) : resolve(stdout.trim()),
    );
  });
}

function canMount(): boolean {
  const at = mkdtempSync(path.join(tmpdir(), "piranha-mount-"));
  const works = spawnSync("mount", ["-t", "tmpfs", "none", at]).status === 0;
  if (works) spawnSync("umount", [at]);
  rmSync(at, { recursive: true, force: true });
  return works;
}

function prisma(...args: string[]) {
  return spawnSync(process.execPath, [path.join(root, "node_modules/prisma/build/index.js"), ...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, DATABASE_URL: `file:${file}` },
  });
}
