import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clusterText } from "./cluster.ts";
import { median, ms, type Figure, type Findings } from "./figures.ts";
import { bundle, inNewProcesses } from "./programs.ts";

/** Reading and writing an lvs.cf of 1,000 virtual servers with 10 real servers each. */
export async function benchFile(): Promise<Findings> {
  const text = clusterText();
  const runs = await measured<{ parse: number[]; render: number[]; effective: number[] }>("host/lvs-cf.ts", text);
  return {
    title: `lvs.cf of 1,000 x 10 servers, ${(text.length / 1e6).toFixed(1)} MB (host)`,
    figures: [
      ...firstAndLater("parse", runs, ({ parse }) => parse, "<= 100 ms"),
      ...firstAndLater("render", runs, ({ render }) => render, "<= 50 ms"),
      ...firstAndLater("fill in defaults", runs, ({ effective }) => effective),
    ],
  };
}

/** From a configuration with its verdicts to the operations on the kernel's table. */
export async function benchPlan(): Promise<Findings> {
  const runs = await measured<{ equal: number[]; empty: number[]; changed: number[] }>("host/plan.ts", clusterText());
  return {
    title: "wanted table and plan of 11,000 rows (host)",
    figures: [
      ...firstAndLater("against an equal table", runs, ({ equal }) => equal, "<= 50 ms"),
      ...firstAndLater("against an empty table", runs, ({ empty }) => empty, "<= 50 ms"),
      ...firstAndLater("with 1 % changed", runs, ({ changed }) => changed, "<= 50 ms"),
    ],
  };
}

async function measured<Times>(program: string, text: string): Promise<Times[]> {
  const folder = await mkdtemp(join(tmpdir(), "piranha-bench-"));
  try {
    const file = join(folder, "lvs.cf");
    await writeFile(file, text);
    return (await inNewProcesses(await bundle(program, folder), file)) as Times[];
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
  return [
    { what: `${what}, first in a process`, seen: ms(median(cold)), ...(aim !== undefined && { aim }) },
    { what: `${what}, again`, seen: ms(median(warm)), ...(aim !== undefined && { aim }) },
  ];
}
