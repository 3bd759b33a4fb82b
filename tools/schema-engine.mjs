#!/usr/bin/env node
// Speaks the Prisma schema engine's JSON-RPC protocol on stdin/stdout, backed by the WebAssembly
// build of that same engine (npm: @prisma/schema-engine-wasm) and the SQLite driver adapter.
// The Prisma CLI runs it through PRISMA_SCHEMA_ENGINE_BINARY, so it never downloads an engine.
import { access, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { createInterface } from "node:readline";
import { PrismaLibSql } from "@prisma/adapter-libsql";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";

const glue = await import("@prisma/schema-engine-wasm/schema_engine_bg");
const wasmFile = path.join(
  path.dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm")),
  "schema_engine_bg.wasm",
);
const wasm = new WebAssembly.Instance(new WebAssembly.Module(await readFile(wasmFile)), {
  "./schema_engine_bg.js": glue,
});
glue.__wbg_set_wasm(wasm.exports);
wasm.exports.__wbindgen_start();

const args = process.argv.slice(2);
if (args.includes("--version")) {
  console.log(`schema-engine-wasm ${glue.version()}`);
  process.exit(0);
}
const values = (flag) => args.flatMap((a, i) => (a === flag ? [args[i + 1]] : []));
const url = JSON.parse(values("--datasource")[0] ?? "{}").url ?? ":memory:";
const file = url === ":memory:" ? null : path.resolve(url.replace(/^file:/, ""));
const create = async () => (await new PrismaLibSql({ url }).connect()).dispose();

const cli = args.indexOf("cli");
if (cli >= 0) {
  const command = args[cli + 1];
  if (command === "create-database") await create();
  if (command === "drop-database" && file)
    for (const s of ["", "-wal", "-shm", "-journal"]) await rm(file + s, { force: true });
  if (
    command === "can-connect-to-database" &&
    file &&
    !(await access(file).then(
      () => true,
      () => false,
    ))
  ) {
    const log = (level, fields) => console.error(JSON.stringify({ level, target: "schema_engine::logger", fields }));
    log("INFO", { message: "schema-engine-wasm" }); // the CLI skips the first line
    log("ERROR", { error_code: "P1003", message: `Database \`${path.basename(file)}\` does not exist at ${file}` });
    process.exit(1);
  }
  process.exit(0);
}

const inner = new PrismaLibSql({ url });
// Statements without parameters may be whole migration files (replayed into the shadow database).
const multi = (adapter) => {
  const executeRaw = adapter.executeRaw.bind(adapter);
  adapter.executeRaw = async (q) => {
    if (q.args.length > 0) return executeRaw(q);
    await adapter.executeScript(q.sql);
    return 0;
  };
  return adapter;
};
const open = new Set();
const factory = bindMigrationAwareSqlAdapterFactory({
  provider: inner.provider,
  adapterName: inner.adapterName,
  connect: async () => {
    const adapter = multi(await inner.connect());
    open.add(adapter);
    return adapter;
  },
  connectToShadowDb: async () => multi(await inner.connectToShadowDb()),
});
const datamodels = [];
for (const f of values("--datamodels")) datamodels.push([f, await readFile(f, "utf8")]);
const newEngine = () =>
  glue.SchemaEngine.new({ datamodels: datamodels.length ? datamodels : undefined }, () => {}, factory);
const closeAll = async () => {
  for (const c of open) await c.dispose().catch(() => {});
  open.clear();
};

// The wasm engine fails with P1014 where the binary engine answers "no migrations table yet".
const NEEDS_TABLE = new Set([
  "devDiagnostic",
  "diagnoseMigrationHistory",
  "createMigration",
  "evaluateDataLoss",
  "markMigrationApplied",
  "markMigrationRolledBack",
]);
const TABLE = `CREATE TABLE "_prisma_migrations" (
    "id"                    TEXT PRIMARY KEY NOT NULL,
    "checksum"              TEXT NOT NULL,
    "finished_at"           DATETIME,
    "migration_name"        TEXT NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        DATETIME,
    "started_at"            DATETIME NOT NULL DEFAULT current_timestamp,
    "applied_steps_count"   INTEGER UNSIGNED NOT NULL DEFAULT 0
);`;
const withConnection = async (f) => {
  const c = await inner.connect();
  try {
    return await f(c);
  } finally {
    await c.dispose();
  }
};
const createTableIfMissing = () =>
  withConnection(async (c) => {
    const { rows } = await c.queryRaw({
      sql: `SELECT 1 FROM sqlite_master WHERE name = '_prisma_migrations'`,
      args: [],
      argTypes: [],
    });
    if (rows.length) return false;
    await c.executeScript(TABLE);
    return true;
  });

async function call(method, params) {
  if (method === "createDatabase") {
    await create();
    return { databaseName: file ? path.basename(file) : ":memory:" };
  }
  if (method === "reset") {
    // as the binary engine does for SQLite: start over from an empty file
    if (file) for (const s of ["", "-wal", "-shm", "-journal"]) await rm(file + s, { force: true });
    await create();
    return null;
  }
  const name = method === "getDatabaseVersion" ? "version" : method;
  const created = NEEDS_TABLE.has(method) && (await createTableIfMissing());
  // a new engine for every call: it gives back its exclusive lock and its shadow database in between
  const engine = await newEngine();
  if (typeof engine[name] !== "function") throw new Error(`the schema engine has no method ${method}`);
  // these two find the history's schema only in what devDiagnostic has cached
  if (method === "evaluateDataLoss" || method === "createMigration") {
    await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters });
  }
  const result = await engine[name](params).finally(closeAll);
  if (created && method === "diagnoseMigrationHistory") {
    result.hasMigrationsTable = false;
    await withConnection((c) => c.executeScript("DROP TABLE _prisma_migrations"));
  }
  return result;
}

const send = (m) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...m })}\n`);
let queue = Promise.resolve();
for await (const line of createInterface({ input: process.stdin })) {
  const message = line.trim() ? JSON.parse(line) : {};
  if (!message.method) continue; // the answer to our own `print`
  queue = queue.then(async () => {
    const { id, method, params } = message;
    try {
      const result = await call(method, params);
      if (method === "diff" && result?.stdout)
        send({ id: "print", method: "print", params: { content: result.stdout.replace(/\n$/, "") } });
      send({ id, result: result ?? null });
    } catch (err) {
      const text = String(err?.message ?? err);
      send({
        id,
        error: {
          code: 4466,
          message: text,
          data: { is_panic: false, message: text, ...(err?.code && { error_code: err.code, meta: err.meta }) },
        },
      });
    }
  });
}
await queue;
