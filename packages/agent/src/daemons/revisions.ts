import type { EffectiveConfig } from "@piranha/lvs/config";
import { editLvsCf, type Edit } from "@piranha/lvs/lvs-cf";
import type { Clock } from "../adapters/clock.ts";
import type { Interfaces } from "../adapters/interfaces.ts";
import type { RevisionFiles } from "../adapters/revision-files.ts";
import type { AdminInput, HistoryEntry, InstallAnswer } from "../control/answers.ts";
import { adminEdits, expiredEdits } from "./admin.ts";
import type { Say } from "./events.ts";
import { misfits, notYet, roleOf } from "./fitness.ts";
import { boot, examine, inWords, type Boot, type Candidate, type Revision } from "./installer.ts";
import { wordsOf } from "../words-of.ts";

export type RevisionParts = {
  readonly configFile: string;
  readonly role: "auto" | "primary" | "backup";
  readonly files: RevisionFiles;
  readonly interfaces: Interfaces;
  readonly clock: Clock;
  readonly say: Say;
};

/** What makes a text run. */
export type Engine = {
  readonly running: () => Revision | undefined;
  /** Makes a revision the one in force; resolves with the ipvsadm commands that took. */
  readonly enter: (revision: Revision, source: Boot["source"]) => Promise<string[]>;
  /** Makes services ours that somebody else has in the kernel. */
  readonly adopt: (config: EffectiveConfig) => Promise<void>;
};

/** Every way in which the text in force can change. Each is one install: checked, written by rename, made to run. */
export type Revisions = {
  readonly install: (
    text: string,
    options: { readonly base?: string; readonly adopt?: boolean },
  ) => Promise<InstallAnswer>;
  readonly admin: (input: AdminInput) => Promise<InstallAnswer>;
  /** Installs the text before the running one, under a new serial number. */
  readonly rollback: () => Promise<InstallAnswer>;
  /** Takes over the file as somebody else has written it. */
  readonly reload: () => Promise<InstallAnswer>;
  readonly history: () => Promise<HistoryEntry[]>;
  /** Reads a text as this router would run it. */
  readonly judge: (text: string) => Promise<Candidate>;
  readonly stop: () => void;
};

const EXPIRY_MS = 1_000;

/** Runs lvs.cf, or the last good copy where that is unfit; resolves when the kernel has its table. */
export async function startRevisions(parts: RevisionParts, engine: Engine): Promise<Revisions> {
  const { configFile, files, interfaces, clock, say } = parts;
  let turn: Promise<unknown> = Promise.resolve();

  /** Installs follow one another; none sees another half done. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };

  const refusal = (reasons: readonly string[]): InstallAnswer => {
    const running = engine.running();
    return {
      kind: "refused",
      reasons: [...reasons],
      running: running ? { serialNo: running.effective.serialNo, sha256: running.sha256 } : null,
    };
  };

  const judge: Revisions["judge"] = async (text) => {
    const candidate = await examine(text, files, "anew");
    if (candidate.kind === "unfit") return candidate;
    const { effective } = candidate.revision;
    const links = await interfaces.read();
    const reasons = misfits(effective, links, roleOf(effective, links, parts.role));
    return reasons.length > 0 ? { kind: "unfit", reasons } : candidate;
  };

  /** Writes down what a restart needs of a revision. What cannot be kept is said; the revision runs all the same. */
  const keepGood = ({ text }: Revision) =>
    files
      .saveLastGood(text)
      .catch((error: unknown) => say("lvs", "alarm", `the last good copy could not be kept: ${wordsOf(error)}`));

  const keepHistory = async ({ text, pins }: Revision) => {
    await files.savePins(pins);
    if ((await files.history()).at(-1)?.text !== text) await files.keep(text);
  };

  /** Makes a text run that is on the disk already. */
  const takeOver = async (revision: Revision, words: string): Promise<InstallAnswer> => {
    await keepGood(revision);
    const { serialNo } = revision.effective;
    const answer = { kind: "installed", serialNo, sha256: revision.sha256 } as const;
    try {
      await rest();
      const commands = await engine.enter(revision, "file");
      say("control", "info", `${words}: serial_no ${serialNo}, ${commands.length} commands`);
      return { ...answer, warnings: warningsOf(revision), commands };
    } catch (error) {
      const trouble = `installed, but not all of it runs: ${wordsOf(error)}`;
      say("control", "alarm", trouble);
      return { ...answer, warnings: [trouble, ...warningsOf(revision)], commands: [] };
    }
  };

  /** In turn: everything an install does. */
  const installNow = async (text: string, adopt: boolean): Promise<InstallAnswer> => {
    const candidate = await judge(text);
    if (candidate.kind === "unfit") return refusal(candidate.reasons);
    const { revision } = candidate;
    const reasons = serialReasons(revision, engine.running());
    if (reasons.length > 0) return refusal(reasons);
    try {
      await keepHistory(revision);
      await files.replaceCurrent(text); // from here on it is installed
    } catch (error) {
      return refusal([`cannot write ${configFile} or the agent's state: ${wordsOf(error)}; nothing was changed`]);
    }
    if (adopt) await engine.adopt(revision.effective);
    return takeOver(revision, "installed");
  };

  const install: Revisions["install"] = (text, { base, adopt = false }) =>
    inTurn(async () => {
      const running = engine.running()?.sha256;
      if (base !== undefined && base !== running)
        return refusal([`another text runs by now (sha256 ${running ?? "none"}): read it and apply your change to it`]);
      return installNow(text, adopt);
    });

  const reload: Revisions["reload"] = () =>
    inTurn(async () => {
      const text = await files.current().catch((error: unknown) => new Error(wordsOf(error)));
      const candidate = typeof text === "string" ? await judge(text) : undefined;
      if (candidate?.kind === "fit") {
        await keepHistory(candidate.revision).catch((error: unknown) => say("lvs", "alarm", wordsOf(error)));
        return takeOver(candidate.revision, `read ${configFile} again`);
      }
      const unread = text instanceof Error ? `cannot be read: ${text.message}` : "is missing";
      const reasons = candidate?.reasons ?? [`${configFile} ${unread}`];
      const stays = "the running configuration stays";
      say("lvs", "alarm", `${configFile} is not taken over: ${reasons.slice(0, 3).join("; ")}; ${stays}`);
      return refusal(reasons);
    });

  /** In turn: installs an edited text. */
  const edit = async (text: string, edits: readonly Edit[], words: string): Promise<InstallAnswer> => {
    const running = engine.running();
    if (!running) return refusal([NOTHING_RUNS]);
    const serialNo = { kind: "global", field: "serialNo", value: running.effective.serialNo + 1 } as const;
    const edited = editLvsCf(text, [...edits, serialNo]);
    if (edited.kind !== "edited") return refusal([edited.message]);
    if (!edited.inPlace) say("control", "warning", `${configFile} is written anew: its comments could not be kept`);
    await rest();
    const answer = await installNow(edited.text, false);
    if (answer.kind === "installed") say("control", "info", words);
    return answer;
  };

  let expiryTrouble = "";
  const expire = async () => {
    const running = engine.running();
    const list = running ? expiredEdits(running.effective, clock.wallNow()) : [];
    if (!running || list.length === 0) return;
    const answer = await edit(running.text, list, "an administrative state ended at its time");
    const trouble = answer.kind === "refused" ? answer.reasons.join("; ") : "";
    if (trouble !== "" && trouble !== expiryTrouble)
      say("control", "alarm", `an administrative state cannot be ended at its time: ${trouble}`);
    expiryTrouble = trouble;
  };
  const expiry = setInterval(
    () => void inTurn(expire).catch((error: unknown) => say("control", "alarm", wordsOf(error))),
    EXPIRY_MS,
  );

  const begin = await boot(files, configFile);
  if (begin.complaint !== undefined) say("lvs", "alarm", begin.complaint);
  if (begin.revision) {
    await engine.enter(begin.revision, begin.source);
    // what runs from the file at start is a good copy too, and the text that a first install can go back from
    if (begin.source === "file") {
      await keepGood(begin.revision);
      await keepHistory(begin.revision).catch((error: unknown) => say("lvs", "alarm", wordsOf(error)));
    }
  }

  return {
    install,
    reload,
    judge,
    admin: (input) =>
      inTurn(async () => {
        const running = engine.running();
        if (!running) return refusal([NOTHING_RUNS]);
        const wanted = adminEdits(input, running.effective, clock.wallNow());
        return wanted.kind === "refused" ? refusal(wanted.reasons) : edit(running.text, wanted.edits, wanted.text);
      }),
    rollback: () =>
      inTurn(async () => {
        const before = (await files.history()).findLast(({ text }) => text !== engine.running()?.text);
        return before
          ? edit(before.text, [], "went back one text")
          : refusal(["there is no earlier text to go back to"]);
      }),
    history: async () =>
      (await files.history()).map(({ installedAt, text }) => ({
        installedAt,
        serialNo: Number(/^\s*serial_no\s*=\s*"?(\d+)/m.exec(text)?.[1] ?? 0),
        sha256: files.hash(text),
      })),
    stop: () => clearInterval(expiry),
  };
}

/** Large texts take long to read: between two such pieces of work everybody else has a turn. */
const rest = () => new Promise<void>((resolve) => setImmediate(resolve));

const NOTHING_RUNS = "no configuration runs: install one first";

/** Everything about a revision that its operator should know. */
export const warningsOf = ({ warnings, config }: Revision): string[] => [...warnings.map(inWords), ...notYet(config)];

/** A text's serial number must be higher than the running one's, unless the text is the same. */
function serialReasons(next: Revision, running: Revision | undefined): string[] {
  if (!running || next.text === running.text || next.effective.serialNo > running.effective.serialNo) return [];
  const [has, runs] = [next.effective.serialNo, running.effective.serialNo];
  return [`serial_no ${has} is not higher than that of the running text, ${runs}: write serial_no = ${runs + 1}`];
}
