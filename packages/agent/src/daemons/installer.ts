import { effectiveConfig, type EffectiveConfig, type IpAddress, type LvsConfig, type Pins } from "@piranha/lvs/config";
import { parseLvsCf, type Problem } from "@piranha/lvs/lvs-cf";
import type { RevisionFiles } from "../adapters/revision-files.ts";

/** A text of lvs.cf that was read and found fit to run. */
export type Revision = {
  readonly text: string;
  readonly sha256: string;
  readonly config: LvsConfig;
  readonly effective: EffectiveConfig;
  readonly pins: Pins;
  readonly warnings: readonly Problem[];
};

export type Candidate =
  | { readonly kind: "fit"; readonly revision: Revision }
  /** Every reason, in words. */
  | { readonly kind: "unfit"; readonly reasons: readonly string[] };

/**
 * Reads a text and finds its host names' addresses. Unfit with every problem in it.
 *
 * @param names `pinned` asks nobody about a name that has an address already; `anew` asks about all, as an install does, and
 * keeps a pinned address only where nobody answers.
 */
export async function examine(text: string, files: RevisionFiles, names: "pinned" | "anew"): Promise<Candidate> {
  const { config, problems } = parseLvsCf(text);
  if (problems.some(({ severity }) => severity === "error")) return { kind: "unfit", reasons: problems.map(inWords) };
  const before = await files.pins();
  const known = names === "pinned" ? before : new Map<string, never>();
  const pins = new Map<string, IpAddress>();
  const nameless: string[] = [];
  const plain = effectiveConfig(config);
  for (const name of plain.unresolved) {
    const address = known.get(name) ?? (await files.resolve(name)) ?? before.get(name);
    if (address) pins.set(name, address);
    else nameless.push(name);
  }
  if (nameless.length > 0) {
    const reasons = nameless.map(
      (name) =>
        `${lineOf(text, name)}:1: error: nobody knows the host name ${name}: write its address, or make it resolvable on this router`,
    );
    return { kind: "unfit", reasons: [...problems.map(inWords), ...reasons] };
  }
  const effective = pins.size === 0 ? plain : effectiveConfig(config, pins);
  return { kind: "fit", revision: { text, sha256: files.hash(text), config, effective, pins, warnings: problems } };
}

const lineOf = (text: string, word: string) => text.split("\n").findIndex((line) => line.includes(word)) + 1;

/** What the agent runs at its start, and why not the file, where it is not the file. */
export type Boot = {
  readonly revision: Revision | undefined;
  readonly source: "file" | "last good copy" | "none";
  readonly complaint: string | undefined;
};

/** Whether a text is the beginning of the last good one, or ends inside a block: somebody's copying was interrupted. */
const isCutOff = (text: string, good: string) =>
  good.startsWith(text) || parseLvsCf(text).problems.some(({ endsInside }) => endsInside);

/** Chooses what to run at start: the file; if it is torn, empty, missing or wrong, the last good copy, loudly. */
export async function boot(files: RevisionFiles, name: string): Promise<Boot> {
  const read = await files
    .current()
    .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
  const text = read instanceof Error ? undefined : read;
  const good = await files.lastGood().catch(() => undefined);
  const torn = text !== undefined && good !== undefined && text !== good && text.trim() !== "" && isCutOff(text, good);
  const candidate = text === undefined || text.trim() === "" || torn ? undefined : await examine(text, files, "pinned");
  if (candidate?.kind === "fit") return { revision: candidate.revision, source: "file", complaint: undefined };
  const wrong =
    candidate?.kind !== "unfit"
      ? `${name} ${read instanceof Error ? `cannot be read (${read.message})` : `is ${text === undefined ? "missing" : torn ? "cut off" : "empty"}`}`
      : `${name} has errors: ${candidate.reasons
          .filter((reason) => reason.includes(" error: "))
          .slice(0, 3)
          .join("; ")}`;
  const fallback = good === undefined ? undefined : await examine(good, files, "pinned");
  if (fallback?.kind === "fit") {
    const complaint = `${wrong}. Running the last good copy (serial_no ${String(fallback.revision.effective.serialNo)}): correct the file and run piranha-agent reload, or install another`;
    return { revision: fallback.revision, source: "last good copy", complaint };
  }
  return {
    revision: undefined,
    source: "none",
    complaint: `${wrong}, and there is no last good copy: install one with piranha-agent install FILE`,
  };
}

/** A problem as it is printed for people, without the file's name. */
export const inWords = ({ line, column, severity, message }: Problem): string =>
  `${String(line)}:${String(column)}: ${severity}: ${message}`;
