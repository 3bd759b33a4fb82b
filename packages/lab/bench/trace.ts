import type { LabNode } from "../src/index.ts";

/** What a traced program did, and when by the lab's clock: see `guest/trace.ts`. */
export type Step = { readonly pid: number; readonly atMs: number; readonly what: string };

const FILE = "/run/bench-trace";

/** Environment that makes Node programs on a node write down what they do. `bundled` is `guest/trace.ts`. */
export const traced = (bundled: string): Record<string, string> => ({
  NODE_OPTIONS: `--require ${bundled}`,
  BENCH_TRACE: FILE,
});

/** Takes what was written down so far, in the order of time. */
export async function takeSteps(node: LabNode): Promise<Step[]> {
  const text = (await node.readFile(FILE)).toString();
  await node.writeFile(FILE, "");
  const steps = text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Step]));
  return steps.sort((a, b) => a.atMs - b.atMs);
}

/** When a step that begins with (or contains) `words` was taken first, at or after `fromMs`. @throws Error when it never was. */
export function when(steps: readonly Step[], words: string, fromMs = 0): number {
  const found = steps.find(({ what, atMs }) => atMs >= fromMs && what.includes(words));
  if (!found) throw new Error(`nobody did "${words}":\n${steps.map(({ what }) => what).join("\n")}`);
  return found.atMs;
}
