import path from "node:path";
import { defineConfig } from "prisma/config";

// The schema engine is a binary that Prisma downloads; this is its WebAssembly build (docs/decisions/0012).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= path.join(import.meta.dirname, "tools/schema-engine.mjs");
process.env.CHECKPOINT_DISABLE ??= "1";

export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "file:./var/prisma.db" },
});
