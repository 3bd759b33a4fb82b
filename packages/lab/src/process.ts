import { createWriteStream } from "node:fs";
import type { Channel } from "./channel.ts";
import { LabError, within } from "./deadline.ts";
import type { Exit, Signal } from "./protocol.ts";
import { lineSplitter } from "./wire.ts";

/** A program that runs in the lab. */
export type LabProcess = {
  readonly name: string;
  /** As the lab counts processes. */
  readonly pid: number;
  readonly startedAtMs: number;
  /** On the host. */
  readonly logPath: string;
  readonly exited: Promise<Exit>;
  readonly running: () => boolean;
  /** Everything it has said so far, both streams. */
  readonly lines: () => readonly string[];
  /** Resolves with the first line that matches, also one it said before. @throws {LabError} when it ends or time is up. */
  readonly line: (pattern: RegExp | string, timeoutMs?: number) => Promise<string>;
  /** Signals the process alone, or its whole group. */
  readonly signal: (signal: Signal, options?: { group?: boolean }) => Promise<{ atMs: number }>;
  readonly write: (text: string) => Promise<void>;
  /** Closes its standard input. */
  readonly end: () => Promise<void>;
  /** Sends SIGTERM (or another signal) to the group, SIGKILL if it is still there after `graceMs`, and waits. */
  readonly stop: (options?: { signal?: Signal; graceMs?: number }) => Promise<Exit>;
};

type Started = { process: number; pid: number; atMs: number; name: string; logPath: string; title: string };
type Follow = Started & { onLine: ((line: string, stream: "stdout" | "stderr") => void) | undefined };

export function followProcess(
  channel: Channel,
  { process, pid, atMs, name, logPath, title, onLine }: Follow,
): LabProcess {
  const lines: string[] = [];
  const log = createWriteStream(logPath);
  const waiting = new Set<() => void>();
  let exit: Exit | undefined;
  const splitter = (stream: "stdout" | "stderr"): ((text: string) => void) =>
    lineSplitter((line) => {
      lines.push(line);
      onLine?.(line, stream);
    });
  const split = { stdout: splitter("stdout"), stderr: splitter("stderr") };
  const exited = new Promise<Exit>((resolve) => {
    channel.follow(process, (message) => {
      if (message.kind === "output") {
        log.write(message.text);
        split[message.stream](message.text);
      } else {
        exit = message.exit;
        log.end();
        resolve(exit);
      }
      for (const look of waiting) look();
    });
  });
  const signal: LabProcess["signal"] = (signal, { group = false } = {}) =>
    channel.call("signal", { process, signal, group });
  const write = async (text: string, end: boolean): Promise<void> => {
    await channel.call("write", { process, text, end });
  };

  return {
    name,
    pid,
    startedAtMs: atMs,
    logPath,
    exited,
    running: () => exit === undefined,
    lines: () => lines,
    line: (pattern, timeoutMs = 20_000) => {
      let seen = 0;
      let look: () => void = () => undefined;
      const found = new Promise<string>((resolve, reject) => {
        look = () => {
          for (; seen < lines.length; seen++) {
            const line = lines[seen] ?? "";
            if (typeof pattern === "string" ? line.includes(pattern) : pattern.test(line)) return resolve(line);
          }
          if (exit)
            reject(new LabError(`${title} ended before it said ${String(pattern)}:\n${lines.slice(-20).join("\n")}`));
        };
        look();
      });
      waiting.add(look);
      return within(timeoutMs, `${title} to say ${String(pattern)}`, found).finally(() => waiting.delete(look));
    },
    signal,
    write: (text) => write(text, false),
    end: () => write("", true),
    stop: async ({ signal: first = "SIGTERM", graceMs = 5_000 } = {}) => {
      if (exit) return exit;
      const refused = () => undefined; // It has ended in the meantime.
      await signal(first, { group: true }).catch(refused);
      const ended = await within(graceMs, `${title} to end`, exited).catch(refused);
      if (ended) return ended;
      await signal("SIGKILL", { group: true }).catch(refused);
      return within(10_000, `${title} to be killed`, exited);
    },
  };
}
