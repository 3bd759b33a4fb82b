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

/** Everything written down so far, in the order of time. */
export async function readSteps(node: LabNode): Promise<Step[]> {
  const lines = (await node.readFile(TRACE_FILE)).toString().split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Step).sort((a, b) => a.atMs - b.atMs);
}

/** Waits for a step. @throws Error when the agent had to start its lvs process anew. */
export async function stepsUntil(node: LabNode, words: string): Promise<Step[]> {
  const endMs = Date.now() + deadlineMs(60_000);
  for (;;) {
    await delay(200);
    const steps = await readSteps(node);
    if (steps.some(({ what }) => what.includes(words))) return steps;
    if (steps.filter(({ what }) => what.startsWith("begin lvs-process")).length > 1 || Date.now() > endMs)
      throw new Error(`the agent did not come to "${words}" in its first life`);
  }
}

/** When a step that begins with (or contains) `words` was taken first, at or after `fromMs`. @throws Error when it never was. */
export function when(steps: readonly Step[], words: string, fromMs = 0): number {
  const found = steps.find(({ what, atMs }) => atMs >= fromMs && what.includes(words));
  if (!found) throw new Error(`nobody did "${words}":\n${steps.map(({ what }) => what).join("\n")}`);
  return found.atMs;
}
