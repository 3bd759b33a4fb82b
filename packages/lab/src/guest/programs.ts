import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Command, Exit, GuestCalls, GuestMessage, RunParams, RunResult, Signal } from "../protocol.ts";
import { nowMs } from "./clock.ts";
import { withLine } from "./line.ts";
import type { Nodes } from "./nodes.ts";

type Calls = { readonly [M in "signal" | "write"]: (params: GuestCalls[M]["params"]) => GuestCalls[M]["result"] };
export type Programs = Calls & {
  readonly run: (params: RunParams) => Promise<RunResult>;
  readonly start: (command: Command) => Promise<GuestCalls["start"]["result"]>;
};

/** Runs programs in nodes, each in a process group of its own. */
export function programs({ places, send }: { places: Nodes; send: (message: GuestMessage) => void }): Programs {
  const started = new Map<number, ChildProcess>();
  let count = 0;
  const find = (process: number): ChildProcess => {
    const child = started.get(process);
    if (!child) throw new Error("The process has ended");
    return child;
  };
  return {
    run: async ({ stdin, timeoutMs, ...command }) => {
      const child = launch(places, command);
      const output = { stdout: "", stderr: "" };
      for (const stream of ["stdout", "stderr"] as const) {
        child[stream]?.setEncoding("utf8").on("data", (text: string) => (output[stream] += text));
      }
      child.stdin?.end(stdin);
      let timedOut = false;
      const timer = setTimeout(() => {
        timedOut = true;
        kill(child, "SIGKILL", true);
      }, timeoutMs);
      const exit = await ended(child).finally(() => clearTimeout(timer));
      return { ...exit, ...output, timedOut, atMs: nowMs() };
    },
    start: async (command) => {
      const process = ++count;
      const child = launch(places, command);
      started.set(process, child);
      for (const stream of ["stdout", "stderr"] as const) {
        child[stream]
          ?.setEncoding("utf8")
          .on("data", (text: string) => send({ kind: "output", process, stream, text }));
      }
      const exit = ended(child).finally(() => started.delete(process));
      if (child.pid === undefined) throw (await exit.catch((error: unknown) => error)) as Error;
      void exit.then((exit) => send({ kind: "exit", process, exit }));
      return { process, pid: child.pid, atMs: nowMs() };
    },
    signal: ({ process, signal, group }) => {
      kill(find(process), signal, group);
      return { atMs: nowMs() };
    },
    write: ({ process, text, end }) => {
      const { stdin } = find(process);
      stdin?.write(text);
      if (end) stdin?.end();
      return null;
    },
  };
}

/** What every program starts with: nothing of the host's or the lab's own. */
const ENVIRONMENT = {
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  HOME: "/root",
  LANG: "C.UTF-8",
  TERM: "dumb",
  MODPROBE_OPTIONS: process.env["MODPROBE_OPTIONS"] ?? "",
};

function launch(places: Nodes, { node, argv, env, cwd, line }: Command): ChildProcess {
  const inside = node === undefined ? [] : enter(places.pid(node), cwd);
  const [program = "", ...args] = [...inside, ...argv];
  const options = {
    detached: true,
    env: { ...ENVIRONMENT, ...env },
    ...(node === undefined && cwd !== undefined ? { cwd } : {}),
  };
  const child =
    line === undefined
      ? spawn(program, args, options)
      : withLine(line, (end) => spawn(program, args, { ...options, stdio: [end, end, "pipe"] }));
  child.stdin?.on("error", () => undefined); // The program need not read what it is given.
  return child;
}

const enter = (pid: number, cwd?: string): string[] => [
  ...["nsenter", `--target=${pid}`, "--net", "--mount", "--uts"],
  ...(cwd === undefined ? [] : [`--wdns=${cwd}`]),
  "--",
];

/** Resolves once the program has ended and its output is read; output that a daemon left behind keeps open doesn't count. */
async function ended(child: ChildProcess): Promise<Exit> {
  const closed = new Promise((resolve) => child.once("close", resolve));
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([closed, new Promise((resolve) => (timer = setTimeout(resolve, 200)))]);
  clearTimeout(timer);
  return { code, signal };
}

function kill(child: ChildProcess, signal: Signal, group: boolean): void {
  if (child.pid === undefined) return;
  try {
    process.kill(group ? -child.pid : child.pid, signal);
  } catch {
    // It has just ended.
  }
}
