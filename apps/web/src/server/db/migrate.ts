import { createHash, randomUUID } from "node:crypto";
import { open, readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { createClient, type Client } from "@libsql/client";
import { MigrationError, troubleOf } from "./migration-error.ts";
import { giveToOwner, makePrivateDir } from "./private-files.ts";

/**
 * Brings the database up to this version's schema: makes the file if there is none (0600, in a directory that only its owner may
 * enter), then applies every migration that is missing, in order, all of them or none. Keeps the table Prisma keeps, so that
 * `prisma migrate status` and `deploy` agree. Two processes may do it at once.
 *
 * @param lockedAfterMs how long another writer is waited for.
 * @returns the names of the migrations it applied.
 * @throws {MigrationError} when the database must not or cannot be used; then nothing of it was changed.
 */
export async function migrate(file: string, migrationsDir: string, lockedAfterMs = 5_000): Promise<string[]> {
  const migrations = await readMigrations(migrationsDir);
  let client: Client | undefined;
  try {
    await makeFile(file);
    client = createClient({ url: `file:${file}` });
    await client.execute(`PRAGMA busy_timeout = ${lockedAfterMs}`);
    const before = pending(await applied(client, file), migrations, file); // a reader needs no lock: mostly this is all
    await keepWal(client);
    if (before.length === 0) return [];
    const names = await apply(client, file, migrations);
    await client.execute("PRAGMA wal_checkpoint(TRUNCATE)"); // into the file itself: people copy it
    return names;
  } catch (error) {
    if (error instanceof MigrationError) throw error;
    const trouble = troubleOf(error);
    const detail = error instanceof Error ? error.message : String(error);
    throw new MigrationError(trouble ?? "failed", file, detail, { cause: error });
  } finally {
    client?.close();
  }
}

type Migration = { readonly name: string; readonly sql: string; readonly checksum: string };
type Applied = {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
  readonly rolledBack: boolean;
};
type Reader = Pick<Client, "execute">;

async function readMigrations(dir: string): Promise<Migration[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(path.join(dir, name, "migration.sql"), "utf8");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

async function makeFile(file: string): Promise<void> {
  await makePrivateDir(path.dirname(file));
  const handle = await open(file, "a", 0o600); // SQLite would make it readable for everybody; beside it, it copies this mode
  await handle.close();
  await giveToOwner(file, path.dirname(file));
}

/** What Prisma's table says; null when there is no such table. */
async function applied(reader: Reader, file: string): Promise<Applied[] | null> {
  const { rows: tables } = await reader.execute("SELECT name FROM sqlite_master WHERE type = 'table'");
  if (!tables.some(({ name }) => name === TABLE_NAME)) {
    if (tables.length > 0) throw new MigrationError("notOurs", file, "");
    return null;
  }
  const { rows } = await reader.execute(
    `SELECT migration_name, checksum, finished_at, rolled_back_at FROM "${TABLE_NAME}" ORDER BY started_at`,
  );
  return rows.map((row) => ({
    name: text(row.migration_name),
    checksum: text(row.checksum),
    finished: row.finished_at !== null,
    rolledBack: row.rolled_back_at !== null,
  }));
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** The migrations that are missing, in order. */
function pending(rows: readonly Applied[] | null, migrations: readonly Migration[], file: string): Migration[] {
  const standing = (rows ?? []).filter(({ rolledBack }) => !rolledBack);
  for (const { name, checksum, finished } of standing) {
    const ours = migrations.find((migration) => migration.name === name);
    if (!ours) throw new MigrationError("newer", file, name);
    if (!finished) throw new MigrationError("failedBefore", file, name);
    if (ours.checksum !== checksum) throw new MigrationError("edited", file, name);
  }
  return migrations.filter(({ name }) => !standing.some((row) => row.name === name));
}

/** Readers and a writer side by side. Stays in the file, so it is set once. */
async function keepWal(client: Client): Promise<void> {
  const { rows } = await client.execute("PRAGMA journal_mode");
  if (rows[0]?.journal_mode !== "wal") await client.execute("PRAGMA journal_mode = WAL");
}

async function apply(client: Client, file: string, migrations: readonly Migration[]): Promise<string[]> {
  await client.execute("PRAGMA foreign_keys = OFF"); // as Prisma does: a migration may rebuild a table that others point at
  const transaction = await client.transaction("write");
  try {
    const rows = await applied(transaction, file); // again: another process can have been faster
    const missing = pending(rows, migrations, file);
    if (rows === null) await transaction.executeMultiple(TABLE);
    for (const { name, sql, checksum } of missing) {
      const startedAtMs = Date.now();
      await transaction.executeMultiple(sql);
      await transaction.execute({ sql: ROW, args: [randomUUID(), checksum, Date.now(), name, startedAtMs] });
    }
    const { rows: broken } = await transaction.execute("PRAGMA foreign_key_check");
    if (broken.length > 0)
      throw new MigrationError("failed", file, `${broken.length} rows would point at rows that are not there`);
    await transaction.commit();
    return missing.map(({ name }) => name);
  } finally {
    transaction.close(); // takes back what was not committed
  }
}

const TABLE_NAME = "_prisma_migrations";

/** As Prisma makes it. */
const TABLE = `CREATE TABLE "${TABLE_NAME}" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;
const ROW = `INSERT INTO "${TABLE_NAME}" (id, checksum, finished_at, migration_name, started_at, applied_steps_count) VALUES (?, ?, ?, ?, ?, 1)`;
