import type { Channel } from "./channel.ts";
import { LabError, deadlineMs } from "./deadline.ts";
import { type LabProcess, followProcess } from "./process.ts";
import type { RunResult } from "./protocol.ts";

export type RunOptions = {
  readonly stdin?: string;
  /** Past it the program and its children are killed; 20 s, scaled, when absent. */
  readonly timeoutMs?: number;
  /** Added to PATH, HOME, LANG and TERM; nothing else is inherited. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
};
export type StartOptions = {
  /** Names the log file; the program's own name when absent. */
  readonly name?: string;
  /** Added to PATH, HOME, LANG and TERM; nothing else is inherited. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly onLine?: (line: string, stream: "stdout" | "stderr") => void;
  /** The {@link Line} it gets as standard input and output. */
  readonly line?: number;
};

/** Somewhere in the lab where programs run: a node, or the namespace that holds the bridges. */
export type Place = {
  /** For messages. */
  readonly title: string;
  /** Runs a program to its end, without a shell. Never throws for what the program does. */
  readonly run: (argv: readonly string[], options?: RunOptions) => Promise<RunResult>;
  /** Runs a program and resolves with its stdout. @throws {LabCommandError} unless it exits with 0. */
  readonly exec: (argv: readonly string[], options?: RunOptions) => Promise<string>;
  /** Starts a program that stays. Its output goes to a log file among the artefacts. */
  readonly start: (argv: readonly string[], options?: StartOptions) => Promise<LabProcess>;
  /** Waits until a file, blanks round its content apart, holds `content`; at most `timeoutMs` (10 s), scaled. */
  readonly awaitFile: (path: string, content: string, timeoutMs?: number) => Promise<{ atMs: number }>;
  readonly readFile: (path: string) => Promise<Buffer>;
  /** Writes a file, making its folders; `mode` is 0o644 when absent. */
  readonly writeFile: (path: string, data: string | Buffer, mode?: number) => Promise<{ atMs: number }>;
};

/** A program in the lab did not succeed. */
export class LabCommandError extends LabError {
  readonly argv: readonly string[];
  readonly result: RunResult;
  constructor(where: string, argv: readonly string[], result: RunResult) {
    const failure = result.timedOut ? "out of time" : (result.signal ?? `exit status ${String(result.code)}`);
    super(`${where}: ${argv.join(" ")}: ${failure}\n${result.stderr.trim() || result.stdout.trim()}`);
    this.argv = argv;
    this.result = result;
  }
}

/** @param where `node` is the guest's name of the node, absent for the bridges' namespace; `logDir` gets the logs. */
export function place(channel: Channel, where: { node?: string; title: string; logDir: string }): Place {
  const node = where.node === undefined ? {} : { node: where.node };
  const names = new Map<string, number>();
  const logName = (name: string): string => {
    const count = (names.get(name) ?? 0) + 1;
    names.set(name, count);
    return count === 1 ? name : `${name}-${count}`;
  };
  const run: Place["run"] = (argv, { stdin = "", timeoutMs = deadlineMs(20_000), env = {}, cwd } = {}) =>
    channel.call("run", { ...node, argv, stdin, timeoutMs, env, ...(cwd === undefined ? {} : { cwd }) }, timeoutMs);
  return {
    title: where.title,
    run,
    exec: async (argv, options) => {
      const result = await run(argv, options);
      if (result.code !== 0) throw new LabCommandError(where.title, argv, result);
      return result.stdout;
    },
    start: async (argv, { name = argv[0]?.split("/").at(-1) ?? "", env = {}, cwd, line, onLine } = {}) => {
      const options = { ...(cwd === undefined ? {} : { cwd }), ...(line === undefined ? {} : { line }) };
      const started = await channel.call("start", { ...node, argv, env, ...options });
      const logPath = `${where.logDir}/${logName(name)}.log`;
      return followProcess(channel, { ...started, name, logPath, title: `${where.title}: ${name}`, onLine });
    },
    awaitFile: (path, content, waitMs = 10_000) => {
      const timeoutMs = deadlineMs(waitMs);
      return channel.call("awaitFiles", { files: [{ ...node, path }], content, timeoutMs }, timeoutMs);
    },
    readFile: async (path) => Buffer.from((await channel.call("readFile", { ...node, path })).base64, "base64"),
    writeFile: (path, data, mode = 0o644) =>
      channel.call("writeFile", { ...node, path, base64: Buffer.from(data).toString("base64"), mode }),
  };
}
