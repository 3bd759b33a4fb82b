import { lookup } from "node:dns/promises";
import { rm, stat } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";
import { ipAddressSchema, type IpAddress, type Pins } from "@piranha/lvs/config";
import { list, makeFolder, readIfThere, removeLeftovers, replaceFile, sha256 } from "./files.ts";

const KEPT = 10;
const pinsSchema = z.record(z.string(), ipAddressSchema);

/** Files and names as the installer needs them. Every method throws what the file system throws. */
export type RevisionFiles = {
  readonly hash: (text: string) => string;
  /** lvs.cf as it is on the disk; undefined when missing. */
  readonly current: () => Promise<string | undefined>;
  /** Its hash, without reading it again while it is the same file; undefined when missing. */
  readonly currentHash: () => Promise<string | undefined>;
  readonly replaceCurrent: (text: string) => Promise<void>;
  readonly lastGood: () => Promise<string | undefined>;
  readonly saveLastGood: (text: string) => Promise<void>;
  /** The last ten texts, oldest first, with the time each was installed. */
  readonly history: () => Promise<readonly { readonly installedAt: string; readonly text: string }[]>;
  readonly keep: (text: string) => Promise<void>;
  readonly pins: () => Promise<Pins>;
  readonly savePins: (pins: Pins) => Promise<void>;
  /** @returns undefined when nobody knows the name. */
  readonly resolve: (name: string) => Promise<IpAddress | undefined>;
};

/** {@link RevisionFiles} on the disk: lvs.cf at `file`, everything else in `stateDir`. */
export async function revisionFiles(file: string, stateDir: string): Promise<RevisionFiles> {
  const history = path.join(stateDir, "history");
  const lastGood = path.join(stateDir, "last-good.cf");
  const pins = path.join(stateDir, "pins.json");
  await makeFolder(history);
  for (const name of [file, lastGood, pins]) await removeLeftovers(name);
  const names = async () => (await list(history)).filter((name) => /^\d{8,}-.*\.cf$/.test(name));
  return {
    hash: sha256,
    current: () => readIfThere(file),
    currentHash: hashOf(file),
    replaceCurrent: (text) => replaceFile(file, text),
    lastGood: () => readIfThere(lastGood),
    saveLastGood: (text) => replaceFile(lastGood, text, 0o600),
    history: async () => {
      const texts = (await names()).map(async (name) => ({
        installedAt: name.slice(name.indexOf("-") + 1, -".cf".length).replaceAll("_", ":"),
        text: (await readIfThere(path.join(history, name))) ?? "",
      }));
      return Promise.all(texts);
    },
    keep: async (text) => {
      const kept = await names();
      const next = Number(kept.at(-1)?.split("-")[0] ?? 0) + 1;
      const time = new Date().toISOString().replaceAll(":", "_");
      await replaceFile(path.join(history, `${String(next).padStart(8, "0")}-${time}.cf`), text, 0o600);
      for (const name of kept.slice(0, Math.max(0, kept.length + 1 - KEPT)))
        await rm(path.join(history, name), { force: true });
    },
    pins: async () => {
      const known = await parsedJson(pins, pinsSchema);
      return new Map(Object.entries(known ?? {}));
    },
    savePins: (known) => replaceFile(pins, JSON.stringify(Object.fromEntries(known)), 0o600),
    resolve: async (name) => {
      const found = await lookup(name, { verbatim: false }).catch(() => undefined);
      return ipAddressSchema.safeParse(found?.address).data;
    },
  };
}

function hashOf(file: string): () => Promise<string | undefined> {
  let known: { readonly stamp: string; readonly hash: string } | undefined;
  return async () => {
    const facts = await stat(file, { bigint: true }).catch(() => undefined);
    if (!facts) return undefined;
    const stamp = [facts.ino, facts.size, facts.mtimeNs, facts.ctimeNs].join(" ");
    if (known?.stamp !== stamp) known = { stamp, hash: sha256((await readIfThere(file).catch(() => "")) ?? "") };
    return known.hash;
  };
}

/** A JSON file of our own; undefined when it is missing, unreadable, torn or of another shape: as good as missing. */
export async function parsedJson<T>(file: string, schema: z.ZodType<T>): Promise<T | undefined> {
  try {
    const text = await readIfThere(file);
    return text === undefined ? undefined : schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
