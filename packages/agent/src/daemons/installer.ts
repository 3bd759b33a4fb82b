import { effectiveConfig, type EffectiveConfig, type LvsConfig, type Pins } from "@piranha/lvs/config";
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
  | { readonly kind: "unfit"; readonly problems: readonly Problem[] };

/**
 * Reads a text and finds its host names' addresses: pinned ones stay, new ones are looked up. Unfit with every problem in it.
 */
export async function examine(text: string, files: RevisionFiles): Promise<Candidate> {
  const { config, problems } = parseLvsCf(text);
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return { kind: "unfit", problems };
  const pinned = new Map(await files.pins());
  const nameless: string[] = [];
  for (const name of effectiveConfig(config, pinned).unresolved) {
    const address = await files.resolve(name);
    if (address) pinned.set(name, address);
    else nameless.push(name);
  }
  if (nameless.length > 0) {
    const problem = (name: string): Problem => ({
      line: lineOf(text, name),
      column: 1,
      severity: "error",
      message: `nobody knows the host name ${name}: write its address, or make it resolvable on this router`,
    });
    return { kind: "unfit", problems: [...problems, ...nameless.map(problem)] };
  }
  const effective = effectiveConfig(config, pinned);
  return {
    kind: "fit",
    revision: { text, sha256: files.hash(text), config, effective, pins: pinned, warnings: problems },
  };
}

const lineOf = (text: string, word: string) => text.split("\n").findIndex((line) => line.includes(word)) + 1;

/** What the agent runs at its start, and why not the file, where it is not the file. */
export type Boot = {
  readonly revision: Revision | undefined;
  readonly source: "file" | "last good copy" | "none";
  readonly complaint: string | undefined;
};

/** Chooses what to run at start: the file; if it is torn, empty, missing or wrong, the last good copy, loudly. */
export async function boot(files: RevisionFiles, name: string): Promise<Boot> {
  const text = await files.current();
  const good = await files.lastGood();
  const torn = text !== undefined && good !== undefined && text !== good && text.trim() !== "" && good.startsWith(text);
  const candidate = text === undefined || text.trim() === "" || torn ? undefined : await examine(text, files);
  if (candidate?.kind === "fit") return { revision: candidate.revision, source: "file", complaint: undefined };
  const wrong =
    candidate?.kind !== "unfit"
      ? `${name} is ${text === undefined ? "missing" : torn ? "cut off" : "empty"}`
      : `${name} has errors: ${candidate.problems
          .filter(({ severity }) => severity === "error")
          .slice(0, 3)
          .map(({ line, column, message }) => `${String(line)}:${String(column)} ${message}`)
          .join("; ")}`;
  const fallback = good === undefined ? undefined : await examine(good, files);
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
