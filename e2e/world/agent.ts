import path from "node:path";
import { writeFile } from "node:fs/promises";
import { AGENT } from "./places.ts";
import { runNode, startNode, type Program } from "./program.ts";

/** An agent over a table in memory: it checks real servers and forwards nothing. */
export type Agent = {
  readonly name: string;
  readonly socket: string;
  /** Where its log is. */
  readonly program: () => Program;
  readonly start: () => Promise<void>;
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** What an operator types on that router; `input` goes to its standard input. Resolves with what it prints. */
  readonly cli: (words: readonly string[], input?: string) => Promise<string>;
};

/** Starts one on `lvsCf`, with its files in `folder`. */
export async function startAgent(name: string, folder: string, lvsCf: string): Promise<Agent> {
  const config = path.join(folder, `${name}.cf`);
  const socket = path.join(folder, `${name}.sock`);
  const args = ["--config", config, "--socket", socket, "--state-dir", path.join(folder, `${name}-state`)];
  await writeFile(config, lvsCf);
  const launch = () => startNode([AGENT, "run", "--ipvs", "memory", ...args]);
  let program = launch();
  const ready = () => program.says(/pulse: (active|raised|standby)|no configuration/i);
  await ready();
  return {
    name,
    socket,
    program: () => program,
    start: async () => {
      program = launch();
      await ready();
    },
    kill: async () => {
      program.kill("SIGKILL");
      await program.exited;
    },
    stop: () => program.stop(),
    cli: ([command = "help", ...words], input = "") => runNode([AGENT, command, ...words, "--socket", socket], input),
  };
}
