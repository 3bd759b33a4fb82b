import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clusterText } from "./cluster.ts";
import { spread, type Figure, type Findings } from "./figures.ts";
import { bundle, inNewProcesses } from "./programs.ts";
import { tableLines } from "./table-lines.ts";

/** Reading and writing an lvs.cf of 1,000 virtual servers with 10 real servers each. */
export async function benchFile(): Promise<Findings> {
  const text = clusterText();
  const runs = await measured<{ parse: number[]; render: number[]; effective: number[] }>("host/lvs-cf.ts", {
    "lvs.cf": text,
  });
  return {
    title: `lvs.cf of 1,000 x 10 servers, ${(text.length / 1e6).toFixed(1)} MB (host)`,
    figures: [
      ...firstAndLater("parse", runs, ({ parse }) => parse, "<= 100 ms"),
      ...firstAndLater("render", runs, ({ render }) => render, "<= 50 ms"),
      ...firstAndLater("fill in defaults", runs, ({ effective }) => effective),
    ],
  };
}

/** From a configuration with its verdicts to the operations on the kernel's table, as ipvsadm has listed it. */
export async function benchPlan(): Promise<Findings> {
  const text = clusterText();
  const lines = tableLines(text);
  const changed = lines.map((line, index) => (index % 110 === 1 ? line.replace(/-w 1$/, "-w 7") : line));
  const cases = [
    { what: "against an equal table", rules: lines, operations: 0 },
    { what: "against an empty table", rules: [], operations: lines.length },
    { what: "against one with 1 % changed", rules: changed, operations: 100 },
  ];
  const figures: Figure[] = [];
  for (const { what, rules, operations } of cases) {
    const files = { "lvs.cf": text, rules: rules.join("\n") };
    const runs = await measured<{ times: number[] }>("host/plan.ts", files, String(operations));
    figures.push(...firstAndLater(what, runs, ({ times }) => times, "<= 50 ms"));
  }
  return { title: `wanted table and plan of ${lines.length} rows (host)`, figures };
}

/** Runs a program in new processes, with the paths of `files` and then `words` as its arguments. */
async function measured<Times>(
  program: string,
  files: Readonly<Record<string, string>>,
  ...words: readonly string[]
): Promise<Times[]> {
  const folder = await mkdtemp(join(tmpdir(), "piranha-bench-"));
  try {
    const paths = Object.keys(files).map((name) => join(folder, name));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    return (await inNewProcesses(await bundle(program, folder), ...paths, ...words)) as Times[];
  } finally {
    await rm(folder, { recursive: true });
  }
}

function firstAndLater<Times>(
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
