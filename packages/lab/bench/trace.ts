import { setTimeout as delay } from "node:timers/promises";
import { deadlineMs, type LabNode } from "../src/index.ts";

/** What a traced program did, and when by the lab's clock: see `guest/trace.ts`. */
export type Step = { readonly pid: number; readonly atMs: number; readonly what: string };

/** Has to be there. */
export const TRACE_FILE = "/run/bench-trace";

/** Environment that makes Node programs on a node write down what they do. `bundled` is `guest/trace.ts`. */
export const traced = (bundled: string): Record<string, string> => ({
  NODE_OPTIONS: `--require ${bundled}`,
  BENCH_TRACE: TRACE_FILE,
});

/** Everything written down so far, in the order of time. @throws Error when the agent had to start its lvs process anew. */
export async function readSteps(node: LabNode): Promise<Step[]> {
  const lines = (await node.readFile(TRACE_FILE)).toString().split("\n").filter(Boolean);
  const steps = lines.map((line) => JSON.parse(line) as Step).sort((a, b) => a.atMs - b.atMs);
  if (steps.filter(({ what }) => what.startsWith("begin lvs-process")).length > 1)
    throw new Error("the agent had to start its lvs process anew");
  return steps;
}

/** Waits for a step and resolves with it and all others so far. */
export async function stepsUntil(node: LabNode, words: string): Promise<Step[]> {
  const endMs = Date.now() + deadlineMs(60_000);
  for (;;) {
    await delay(200);
    const steps = await readSteps(node);
    if (steps.some(({ what }) => what.includes(words))) return steps;
    if (Date.now() > endMs) throw new Error(`the agent did not come to "${words}"`);
  }
}

/** When a step was taken first at or after `fromMs`, by words in it; undefined when it never was. */
export const when = (steps: readonly Step[], words: string, fromMs = 0): number | undefined =>
  steps.find(({ what, atMs }) => atMs >= fromMs && what.includes(words))?.atMs;

/** When `ipvsadm -R` got its lines, and when it had carried them out. @throws Error when it did not run. */
export function loaded(steps: readonly Step[], fromMs = 0): { readonly fromMs: number; readonly toMs: number } {
  const [from, to] = ["told ipvsadm -R", "ended ipvsadm -R"].map((words) => when(steps, words, fromMs));
  if (from === undefined || to === undefined) throw new Error("ipvsadm -R did not run");
  return { fromMs: from, toMs: to };
}
