import { clusterText } from "./cluster.ts";
import type { Figure, Findings } from "./figures.ts";
import { firstAndLater, inNewProcesses } from "./host.ts";
import { tableLines } from "./table-lines.ts";

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
    const runs = await inNewProcesses<{ times: number[] }>("host/plan.ts", files, String(operations));
    figures.push(...firstAndLater(what, runs, ({ times }) => times, "<= 50 ms"));
  }
  return { title: `wanted table and plan of ${lines.length} rows (host)`, figures };
}
