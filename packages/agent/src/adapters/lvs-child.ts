import { fork } from "node:child_process";
import { setPriority } from "node:os";
import type { ToLvs, ToPulse } from "../messages.ts";

/** The lvs process as pulse sees it. */
export type LvsChild = {
  readonly pid: number | undefined;
  readonly send: (message: ToLvs) => void;
  readonly kill: () => void;
  /** Asks it to end and resolves when it has, by force after 3 s. */
  readonly end: () => Promise<void>;
};

export type SpawnLvs = (onMessage: (message: ToPulse) => void, onEnd: (why: string) => void) => LvsChild;

const END_MS = 3_000;
/** Nicer than pulse, so that a busy table never delays it; not so nice that one busy program starves the checks. */
const NICE = 5;

/**
 * Starts this program again as the lvs process, with a channel to it. It dies with us even when it is stopped or stuck:
 * setpriv(1) asks the kernel to kill it (PR_SET_PDEATHSIG).
 */
export const spawnLvs =
  (program: string, args: readonly string[]): SpawnLvs =>
  (onMessage, onEnd) => {
    const child = fork(program, ["lvs-process", ...args], {
      execPath: "setpriv",
      execArgv: ["--pdeathsig", "KILL", "--", process.execPath],
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    let over = false;
    const ended = new Promise<void>((resolve) => {
      const end = (why: string) => {
        if (over) return;
        over = true;
        onEnd(why);
        resolve();
      };
      child.once("error", (error) => end(error.message));
      child.once("exit", (code, signal) => end(signal ?? `exit ${String(code)}`));
    });
    child.on("message", (message) => onMessage(message as ToPulse)); // our own other half, same file
    if (child.pid !== undefined) setPriority(child.pid, NICE);
    const kill = () => void child.kill("SIGKILL");
    return {
      pid: child.pid,
      send: (message) => {
        if (child.connected) child.send(message, () => undefined);
      },
      kill,
      end: async () => {
        if (child.connected) child.send({ kind: "end" } satisfies ToLvs, () => undefined);
        const timer = setTimeout(kill, END_MS);
        await ended;
        clearTimeout(timer);
      },
    };
  };
