import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { spread, type Figure } from "./figures.ts";
import { bundle } from "./programs.ts";

const PROCESSES = 5;

/**
 * Runs a program of `host/` in several new processes, one after the other, with the paths of `files` and then `words` as its
 * arguments, and resolves with the JSON that each has printed.
 */
export async function inNewProcesses<Times>(
  program: string,
  files: Readonly<Record<string, string>>,
  ...words: readonly string[]
): Promise<Times[]> {
  const folder = await mkdtemp(join(tmpdir(), "piranha-bench-"));
  try {
    const bundled = await bundle(program, folder);
    const paths = Object.keys(files).map((name) => join(folder, name));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const answers: Times[] = [];
    for (let count = 0; count < PROCESSES; count++) {
      const { stdout } = await promisify(execFile)(process.execPath, [bundled, ...paths, ...words]);
      answers.push(JSON.parse(stdout) as Times); // the programs of this folder print what their callers say
    }
    return answers;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** A series of each process: how long the work took when it had never been done there, and every time after that. */
export function firstAndLater<Times>(
  what: string,
  runs: readonly Times[],
  of: (times: Times) => number[],
  aim?: string,
): Figure[] {
  const cold = runs.map((run) => of(run)[0] ?? NaN);
  const warm = runs.flatMap((run) => of(run).slice(1));
  const line = (how: string, times: readonly number[]) => ({
    what: `${what}, ${how}`,
    seen: spread(times),
    ...(aim !== undefined && { aim }),
  });
  return [line("first in a process", cold), line("again", warm)];
}
