import { PrismaLibSql } from "@prisma/adapter-libsql";
import { PrismaClient } from "./generated/client.ts";

export type Db = PrismaClient;

/**
 * Opens the console's database. `timeout` lets a second writer (piranha-passwd) wait instead of failing; `bigint` keeps integers
 * above 2^53 from throwing.
 */
export function openDb(file: string): Db {
  return new PrismaClient({ adapter: new PrismaLibSql({ url: `file:${file}`, timeout: 5_000, intMode: "bigint" }) });
}
