import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { systemClock } from "../adapters/clock.ts";
import { exec } from "../adapters/exec.ts";
import { makeFolder } from "../adapters/files.ts";
import { memoryInterfaces } from "../adapters/interfaces-memory.ts";
import { ipRoute } from "../adapters/interfaces.ts";
import { takeLock } from "../adapters/lock.ts";
import { spawnLvs } from "../adapters/lvs-child.ts";
import { keepAddresses } from "../daemons/addresses.ts";
import { startPulse, type Pulse } from "../daemons/pulse.ts";
import { readArguments, type Arguments } from "./arguments.ts";
import { CommandFailure } from "./failure.ts";
import { logLine, surviveLostOutput } from "./log.ts";

const RUN_OPTIONS = ["config", "state-dir", "role", "ipvs"] as const;

/** Marks, beside the socket, that an operator flushed the table: for as long as this agent runs. */
export const FLUSHED = "flushed";

/** What both processes of an agent are started with. */
export type RunOptions = {
  readonly paths: Arguments["paths"];
  readonly role: "auto" | "primary" | "backup";
  readonly ipvs: "ipvsadm" | "memory";
};

/** @throws {CommandFailure} 2 for what `run` does not take. */
export function readRunOptions(argv: readonly string[]): RunOptions {
  const args = readArguments(argv, RUN_OPTIONS, 0);
  const role = args.text("role") ?? "auto";
  const ipvs = args.text("ipvs") ?? "ipvsadm";
  if (role !== "auto" && role !== "primary" && role !== "backup")
    throw new CommandFailure(2, `--role ${role}: write auto, primary or backup`);
  if (ipvs !== "ipvsadm" && ipvs !== "memory") throw new CommandFailure(2, `--ipvs ${ipvs}: write ipvsadm or memory`);
  return { paths: args.paths, role, ipvs };
}

/** The parent process: pulse. Ends on SIGTERM or SIGINT with its addresses taken away; SIGHUP reads lvs.cf again. */
export async function run(argv: readonly string[]): Promise<number> {
  surviveLostOutput();
  const options = readRunOptions(argv);
  await makeFolder(options.paths.stateDir);
  // whoever may use the socket has to reach it; what else is there is for us alone
  await mkdir(path.dirname(options.paths.socket), { recursive: true, mode: 0o755 });
  const release = takeLock(path.join(options.paths.stateDir, "agent.lock"));
  await rm(path.join(path.dirname(options.paths.socket), FLUSHED), { force: true });
  const interfaces = options.ipvs === "memory" ? memoryInterfaces() : ipRoute(exec);
  const self: { pulse?: Pulse } = {};
  const say = (area: "pulse" | "lvs" | "nanny" | "control", severity: "info" | "warning" | "alarm", text: string) => {
    const event = { atMs: systemClock.wallNow(), area, severity, text };
    logLine(event);
    self.pulse?.event(event);
  };
  const addresses = keepAddresses(interfaces, systemClock, say);
  const program = process.argv[1] ?? "";
  const pulse = (self.pulse = startPulse(spawnLvs(program, argv), addresses, systemClock, say));
  await new Promise<void>((resolve) => {
    process.on("SIGHUP", pulse.reload);
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve());
  });
  await pulse.end();
  release();
  return 0;
}
