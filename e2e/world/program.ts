import { spawn } from "node:child_process";
import { deadlineMs } from "./deadline.ts";

/** A program that a test started. */
export type Program = {
  readonly pid: number;
  /** Everything it said, both streams. */
  readonly said: () => string;
  /** Resolves with the first match in what it said. @throws {Error} with what it said, when it ends before or takes too long. */
  readonly says: (pattern: RegExp, timeoutMs?: number) => Promise<RegExpExecArray>;
  readonly write: (text: string) => void;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly running: () => boolean;
  readonly exited: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
  /** SIGTERM, and SIGKILL when that does not help in time. Resolves when it is gone. */
  readonly stop: () => Promise<void>;
};

const GRACE_MS = 4_000;

/** Starts a program of Node's that cannot outlive this process, however that ends. */
export function startNode(args: readonly string[], { input }: { readonly input?: string } = {}): Program {
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "--", process.execPath, ...args], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  let said = "";
  const waiting = new Set<() => void>();
  const hear = (text: string) => {
    said += text;
    for (const look of waiting) look();
  };
  child.stdout.setEncoding("utf8").on("data", hear);
  child.stderr.setEncoding("utf8").on("data", hear);
  child.stdin.on("error", () => undefined); // it went away, which its exit says
  if (input !== undefined) child.stdin.end(input);
  let ended: { code: number | null; signal: NodeJS.Signals | null } | undefined;
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    const end = (code: number | null, signal: NodeJS.Signals | null) => {
      ended = { code, signal };
      for (const look of waiting) look();
      resolve(ended);
    };
    child.once("error", (error) => {
      said += error.message;
      end(null, null);
    });
    child.once("close", end);
  });
  const running = () => ended === undefined;
  const kill = (signal: NodeJS.Signals) => {
    if (running()) child.kill(signal);
  };
  return {
    pid: child.pid ?? 0,
    said: () => said,
    write: (text) => void child.stdin.write(text),
    kill,
    running,
    exited,
    says: (pattern, timeoutMs = 20_000) =>
      new Promise((resolve, reject) => {
        const settle = (act: () => void) => {
          clearTimeout(timer);
          waiting.delete(look);
          act();
        };
        const fail = (why: string) =>
          settle(() => reject(new Error(`${args.join(" ")} ${why} before it said ${String(pattern)}:\n${said}`)));
        const look = () => {
          const match = pattern.exec(said);
          if (match) settle(() => resolve(match));
          else if (!running()) fail("ended");
        };
        const timer = setTimeout(() => fail("took too long"), deadlineMs(timeoutMs));
        waiting.add(look);
        look();
      }),
    stop: async () => {
      kill("SIGTERM");
      const late = setTimeout(() => kill("SIGKILL"), deadlineMs(GRACE_MS));
      await exited;
      clearTimeout(late);
    },
  };
}

/** Runs a program of Node's to its end and resolves with what it said. @throws {Error} unless it exits with 0. */
export async function runNode(args: readonly string[], input = ""): Promise<string> {
  const program = startNode(args, { input });
  const { code, signal } = await program.exited;
  if (code !== 0) throw new Error(`${args.join(" ")}: ${String(signal ?? code)}\n${program.said()}`);
  return program.said();
}
