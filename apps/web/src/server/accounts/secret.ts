import { randomBytes } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { giveToOwner, makePrivateDir } from "../db/private-files.ts";

/** What cookies are sealed with: made at first start, kept in `session.secret` (0600). Deleting the file signs everybody out. */
export async function sessionSecret(dataDir: string): Promise<string> {
  const file = path.join(dataDir, "session.secret");
  await makePrivateDir(dataDir);
  const kept = await readFile(file, "utf8").catch(absent);
  if (kept !== null) return checked(kept.trim(), file);
  // written whole and then named: two first starts at once agree, and a full disk leaves no half a secret
  const draft = `${file}.${randomBytes(6).toString("hex")}`;
  try {
    await writeFile(draft, `${randomBytes(48).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
    await giveToOwner(draft, dataDir);
    await link(draft, file).catch((error: unknown) => {
      if (codeOf(error) !== "EEXIST") throw error;
    });
  } finally {
    await rm(draft, { force: true });
  }
  return checked((await readFile(file, "utf8")).trim(), file);
}

function checked(secret: string, file: string): string {
  if (secret.length < 32)
    throw new Error(`${file} is damaged: delete it and start the console again. Everybody must sign in again`);
  return secret;
}

function absent(error: unknown): null {
  if (codeOf(error) === "ENOENT") return null;
  throw error;
}

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);
