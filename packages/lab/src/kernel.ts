import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { access } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Duplex, Readable, Writable } from "node:stream";
import { promisify } from "node:util";
import { LabError, deadlineMs } from "./deadline.ts";
import { FIRST_LINE_FD, FIRST_LINE_TERMINAL, LINE_COUNT } from "./guest/line.ts";
import { packageFile } from "./package-file.ts";
import { lineSplitter } from "./wire.ts";

/** Whose IPVS the lab uses: that of a User-Mode Linux kernel, or the host's own. */
export type KernelKind = "uml" | "host";
export type KernelSettings = {
  readonly kind: KernelKind;
  readonly memoryMegabytes: number;
  readonly memoryDirectory: string;
  readonly directory: string;
  readonly artefactsDir: string;
  /** Labs that run on this machine already: the new one keeps out of their way. */
  readonly others: number;
  readonly onLog: (line: string) => void;
};
/** A kernel that runs `init.sh`. `input` and `output` lead to the controller; `ended` says why there is no kernel any more. */
export type Kernel = {
  readonly kind: KernelKind;
  readonly input: Writable;
  readonly output: Readable;
  /** Further ways into it, which programs get as their standard input and output: see `guest/line.ts`. */
  readonly lines: readonly Duplex[];
  readonly ended: Promise<string>;
  /** Ends it, waiting `graceMs` for it to end by itself. */
  readonly stop: (graceMs: number) => Promise<void>;
};

/** The host's kernel where that has IPVS, else User-Mode Linux. The variable LAB_KERNEL (uml or host) decides otherwise. */
export async function kernelKind(): Promise<KernelKind> {
  const wish = process.env["LAB_KERNEL"];
  if (wish === "uml" || wish === "host") return wish;
  await promisify(execFile)("modprobe", ["-q", "ip_vs"]).catch(() => undefined);
  return access("/proc/net/ip_vs").then(
    () => "host",
    () => "uml",
  );
}

/**
 * Starts a kernel. It and everything in it live in a process namespace that ends with this process, whatever ends that:
 * the outer process asks for SIGKILL at our death, the inner one at the outer one's, and with it goes the whole namespace.
 */
export function startKernel(settings: KernelSettings): Kernel {
  const { kind, directory, artefactsDir } = settings;
  const spaced = [directory, artefactsDir, process.execPath].find((path) => /[\s"']/.test(path));
  if (spaced !== undefined) throw new LabError(`The lab can't pass on a path with blanks: ${spaced}`);
  const variables = [
    `LAB=${directory}`,
    `LAB_ARTEFACTS=${artefactsDir}`,
    `LAB_KERNEL=${kind}`,
    `LAB_NODE=${process.execPath}`,
  ];
  const init = packageFile("src/guest/init.sh");
  // Its own network of the host, empty: a TAP device to reach the guest by would go there.
  const alone = ["unshare", "--pid", "--kill-child=KILL", "--net"];
  const command =
    kind === "uml"
      ? [...alone, "--", ...preferred(settings.others), ...umlCommand(settings, variables, init)]
      : [...alone, "--mount", "--", "env", ...variables, "sh", init];
  const child = spawn("setpriv", ["--pdeathsig", "KILL", "--", ...command], {
    detached: true,
    env: { ...process.env, TMPDIR: settings.memoryDirectory },
    stdio: [...(kind === "uml" ? UML_STDIO : HOST_STDIO), ...Array.from({ length: LINE_COUNT }, (): "pipe" => "pipe")],
  });
  const log = createWriteStream(join(artefactsDir, "kernel.log"));
  const consoles = kind === "uml" ? [child.stdout, child.stderr] : [child.stderr];
  for (const console of consoles) {
    console?.pipe(log, { end: false });
    console?.setEncoding("utf8").on("data", lineSplitter(settings.onLog));
  }
  const [stdin, stdout, , toGuest, fromGuest, ...lines] = child.stdio;
  const ended = whyEnded(child);
  return {
    kind,
    input: (kind === "uml" ? toGuest : stdin) as Writable,
    output: (kind === "uml" ? fromGuest : stdout) as Readable,
    lines,
    ended,
    stop: async (graceMs) => {
      const timer = setTimeout(() => child.kill("SIGKILL"), deadlineMs(graceMs));
      await ended;
      clearTimeout(timer);
      log.end();
    },
  };
}

/**
 * Gives User-Mode Linux one processor and precedence on it. It is many processes that hand over to each other at every
 * system call: where these have to wait, or hop between processors, the lab is two to four times slower.
 */
function preferred(others: number): string[] {
  const processors = availableParallelism();
  const pin = processors < 2 ? ":" : `taskset -pc ${others % processors} $$ >/dev/null 2>&1`;
  // Where sessions share a processor evenly, only the session's own niceness counts; the kernel would make a session of
  // its own if it weren't in one already. What isn't allowed is done without.
  return ["setsid", "sh", "-c", `echo -10 2>/dev/null >/proc/self/autogroup; ${pin}; exec nice -n -10 "$@"`, "sh"];
}

const UML_STDIO = ["ignore", "pipe", "pipe", "pipe", "pipe"] as const;
const HOST_STDIO = ["pipe", "pipe", "pipe", "ignore", "ignore"] as const;

const umlCommand = (settings: KernelSettings, variables: readonly string[], init: string): string[] => [
  ...["linux.uml", `mem=${settings.memoryMegabytes}M`],
  ...["root=/dev/root", "rootfstype=hostfs", "rootflags=/", "ro"],
  ...["con=null", "con0=null,fd:1", "con1=fd:3,fd:4", "ssl=null", "quiet", "loglevel=4"],
  ...Array.from({ length: LINE_COUNT }, (_, line) => `con${FIRST_LINE_TERMINAL + line}=fd:${FIRST_LINE_FD + line}`),
  // Measuring RAID 6 algorithms takes the kernel 0.8 s of its boot; Btrfs wants one measured.
  "initcall_blacklist=raid6_select_algo,init_btrfs_fs",
  ...[`uml_dir=${settings.directory}/`, "umid=kernel", ...variables, `init=${init}`],
];

function whyEnded(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `exit status ${String(code)}`));
  });
}
