// Loaded before the agent (node --require): writes down when it reads files, runs programs and speaks on its socket.
import childProcess from "node:child_process";
import diagnostics from "node:diagnostics_channel";
import { appendFileSync } from "node:fs";
import files from "node:fs/promises";
import type { Writable } from "node:stream";
import { nowMs } from "../../src/guest/clock.ts";

const file = process.env["BENCH_TRACE"];
const note = (what: string): void => {
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ pid: process.pid, atMs: nowMs(), what })}\n`);
};

note(`begin ${process.argv.slice(2).join(" ")}`);

const { readFile } = files;
files.readFile = ((...args: Parameters<typeof readFile>) => {
  if (typeof args[0] === "string") note(`read ${args[0]}`);
  return readFile(...args);
}) as typeof readFile;

const { spawn } = childProcess;
type Spawn = (
  program: string,
  args: readonly string[],
  options: childProcess.SpawnOptions,
) => childProcess.ChildProcess;
childProcess.spawn = ((program, args, options) => {
  const command = [program, ...args].join(" ");
  note(`start ${command}`);
  const child = spawn(program, args, options);
  const input = child.stdin;
  if (input) {
    // a process may have been started long before it is told anything
    const end = input.end.bind(input) as (...words: unknown[]) => Writable;
    input.end = (...words: unknown[]) => {
      note(`told ${command}`);
      return end(...words);
    };
  }
  child.once("exit", () => note(`ended ${command}`));
  return child;
}) satisfies Spawn as typeof spawn;

diagnostics.subscribe("http.client.request.start", () => note("request sent"));
diagnostics.subscribe("http.server.request.start", () => note("request heard"));
