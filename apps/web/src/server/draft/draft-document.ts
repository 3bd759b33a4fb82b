import { createHash } from "node:crypto";
import { EMPTY_CONFIG, lvsConfigSchema, type LvsConfig } from "@piranha/lvs/config";
import { parseLvsCf } from "@piranha/lvs/lvs-cf";
import * as z from "zod";

/** A text that runs, or ran, and what it means. Without a text nothing runs yet: `sha256` is empty. */
export type Base = { readonly text: string; readonly sha256: string; readonly config: LvsConfig };

/** The text that was restored or imported: its comments shall survive. */
export type Source = { readonly kind: "import" | "restore"; readonly text: string; readonly note: string };

/** The draft at one moment. */
export type DraftDocument = {
  readonly version: number;
  readonly config: LvsConfig;
  readonly base: Base;
  readonly source: Source | null;
};

/** What runs, as far as this console knows; the draft is counted from it. */
export type BaseFacts = { readonly serialNo: number; readonly sha256: string };

/** Null while nothing is known to run. */
export const baseFacts = ({ sha256, config }: Base): BaseFacts | null =>
  sha256 === "" ? null : { serialNo: config.global.serialNo ?? 0, sha256 };

export const sha256Of = (text: string): string => createHash("sha256").update(text).digest("hex");

export const baseOf = (text: string): Base => ({ text, sha256: sha256Of(text), config: parseLvsCf(text).config });

export const NO_BASE: Base = { text: "", sha256: "", config: EMPTY_CONFIG };

/** A configuration with another serial number: that is set by an apply, and no part of what people edit. */
export function withSerialNo(config: LvsConfig, serialNo: number | undefined): LvsConfig {
  const global = { ...config.global };
  delete global.serialNo;
  return { ...config, global: serialNo === undefined ? global : { ...global, serialNo } };
}

const sourceSchema = z.object({ kind: z.enum(["import", "restore"]), text: z.string(), note: z.string() });
const storedSchema = z.object({ config: lvsConfigSchema, source: sourceSchema.nullable() });

/** What the database keeps of it besides the base. */
export const stored = ({ config, source }: Pick<DraftDocument, "config" | "source">): string =>
  JSON.stringify({ config, source });

/** Undefined when another version of this program wrote what is not to be read any more. */
export function readStored(document: string): Pick<DraftDocument, "config" | "source"> | undefined {
  try {
    return storedSchema.safeParse(JSON.parse(document)).data;
  } catch {
    return undefined;
  }
}
