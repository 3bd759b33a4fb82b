import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import type { CheckTest } from "@piranha/lvs/config";
import { expectation, printable, type Outcome } from "@piranha/lvs/nanny";
import { exec } from "./exec.ts";
import { attempt, errnoOf, fault, type ProbeOptions, type ProbeResult } from "./probe-attempt.ts";
import { privilegeFacts, unprivileged } from "./probe-privileges.ts";
import { trustedProgram, type Trusted } from "./probe-trust.ts";

export type ProgramQuestion = {
  readonly timeoutMs: number;
  readonly test: Extract<CheckTest, { kind: "program" }>;
};
export type ProbeProgram = (question: ProgramQuestion, options: ProbeOptions) => Promise<ProbeResult>;

export type ProgramRules = {
  readonly scriptsDirectory: string;
  /** Words before the program that take our rights away; default: as this process and this system allow. */
  readonly launcher?: readonly [string, ...string[]];
  readonly trust?: (directory: string, name: string) => Promise<Trusted>;
};

const KEPT_BYTES = 65_536;
const SAID_BYTES = 200;
/** What is left in the pipes when a program has ended comes at once; something else may hold them open for ever. */
const DRAIN_MS = 100;

/**
 * Runs programs that check a server: no shell, no rights, an empty standard input, a process group of their own that is
 * killed as a whole at the deadline and when the program has ended. Without `expect` exit 0 passes; with it the output,
 * without one line end, must be equal to it as well. A program that must not be run is a fault, not the server's failure.
 */
export function programProbe({
  scriptsDirectory,
  launcher = unprivileged(privilegeFacts()),
  trust = trustedProgram,
}: ProgramRules): ProbeProgram {
  return async ({ timeoutMs, test: { words, expect, useRegex } }, options) => {
    const [name = "", ...args] = words;
    const expected = expectation(expect, useRegex);
    const trusted = await trust(scriptsDirectory, name);
    const problem = !trusted.ok ? trusted.problem : !expected.ok ? expected.error : undefined;
    if (!trusted.ok || !expected.ok) return { outcome: { kind: "fault", problem: problem ?? "" }, transcript: [] };

    return attempt(timeoutMs, options, ({ ms, settle, note }) => {
      const [program, ...rest] = [...launcher, trusted.path, ...args] as const;
      const child = spawn(program, rest, {
        detached: true,
        stdio: ["ignore", "pipe", "pipe"],
        cwd: "/",
        // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- Next's types, where the console compiles this, want more
        env: ENVIRONMENT as NodeJS.ProcessEnv,
      });
      const stdout = keep(child.stdout);
      const stderr = keep(child.stderr);
      note("started", [trusted.path, ...args].join(" "));

      const judge = (exit: number | string): Outcome => {
        const said = firstLine(stderr.bytes());
        if (exit !== 0) {
          // setpriv speaks only when it could not start the program: that is about this router.
          if (said.startsWith("setpriv: "))
            return { kind: "fault", problem: `the program could not be started: ${said}` };
          return { kind: "fail", failure: { phase: "program", ms: ms(), exit, said } };
        }
        const output = withoutLineEnd(stdout.bytes());
        if (expect === undefined || expect === "" || (expected.equals(output) && (useRegex || !stdout.cut())))
          return { kind: "pass", ms: ms() };
        return { kind: "fail", failure: { phase: "match", ms: ms(), bytes: output.length, seen: printable(output) } };
      };
      child.on("error", (error) => settle(fault(`start ${program}`, errnoOf(error).errno)));
      child.on("exit", (code, signal) => {
        killGroup(child.pid, launcher);
        const finish = () => {
          note("printed", stdout.bytes());
          note("complained", stderr.bytes());
          note("ended", signal ?? `exit ${String(code)}`);
          settle(judge(code ?? signal ?? "unknown"));
        };
        const drained = setTimeout(finish, DRAIN_MS);
        child.once("close", () => {
          clearTimeout(drained);
          finish();
        });
      });

      return {
        stop: () => {
          if (child.exitCode === null && child.signalCode === null) killGroup(child.pid, launcher);
          stdout.drop();
          stderr.drop();
        },
        expired: () => ({
          kind: "fail",
          failure: { phase: "timeout", ms: ms(), timeoutMs, during: "program", ...shown(stdout.bytes()) },
        }),
      };
    });
  };
}

/** Nothing of ours: our environment may hold what a check has no business to know. */
const ENVIRONMENT: Readonly<Record<string, string>> = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LANG: "C",
  HOME: "/",
};

/**
 * Kills every process of a group. Ours run as another user, whom we may not signal without CAP_KILL: then a kill(1) that
 * becomes that user does it.
 */
function killGroup(group: number | undefined, [launcher, ...rights]: readonly [string, ...string[]]) {
  if (group === undefined || group <= 1) return;
  try {
    process.kill(-group, "SIGKILL");
  } catch (error) {
    if (errnoOf(error as NodeJS.ErrnoException).errno !== "EPERM") return; // ESRCH: nobody is left
    void exec([launcher, ...rights, "kill", "-KILL", "--", `-${group}`]).catch(() => undefined); // it ended meanwhile
  }
}

/**
 * Keeps the first 64 KiB of a stream and reads on, so that a talkative program is not held up. Without file descriptors
 * there is no stream (the types don't say so), and an error event follows.
 */
function keep(stream: Readable | undefined) {
  const chunks: Buffer[] = [];
  let kept = 0;
  let cut = false;
  stream?.on("data", (chunk: Buffer) => {
    const part = chunk.subarray(0, KEPT_BYTES - kept);
    if (part.length > 0) chunks.push(part);
    cut ||= part.length < chunk.length;
    kept += part.length;
  });
  return { bytes: () => Buffer.concat(chunks), cut: () => cut, drop: () => stream?.destroy() };
}

const shown = (bytes: Uint8Array) => ({ bytes: bytes.length, seen: printable(bytes) });
const withoutLineEnd = (bytes: Uint8Array) => (bytes.at(-1) === 0x0a ? bytes.subarray(0, -1) : bytes);
const firstLine = (bytes: Buffer) => printable(bytes.subarray(0, bytes.indexOf("\n") >>> 0), SAID_BYTES);
