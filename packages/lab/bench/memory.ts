import { setTimeout as delay } from "node:timers/promises";
import { clusterText } from "./cluster.ts";
import type { Figure, Findings } from "./figures.ts";
import type { Router } from "./router.ts";
import { readSteps } from "./trace.ts";
import { verdictsAllUp } from "./verdicts.ts";

const CHECK_SECONDS = 15;

/** What the agent's two processes hold in memory while the checks run. */
export async function benchMemory(router: Router): Promise<Findings> {
  const few = await measure(router, clusterText({ services: 1, serversEach: 3, checkSeconds: 2 }), 10_000);
  const many = await measure(router, clusterText({ checkSeconds: CHECK_SECONDS }), 2 * CHECK_SECONDS * 1_000);
  return {
    title: "memory of the agent, resident (and most ever), checks running (lab)",
    figures: [
      ...figures(few, "3 servers, checked every 2 s"),
      ...figures(many, `10,000 servers, checked every ${CHECK_SECONDS} s`),
    ],
  };
}

const figures = (memory: Readonly<Record<"pulse" | "lvs", string>>, how: string): Figure[] => [
  { what: `${how}: pulse`, seen: memory.pulse },
  { what: `${how}: lvs`, seen: memory.lvs },
];

async function measure(router: Router, text: string, forMs: number) {
  const config = await router.keep("memory.cf", text);
  const verdicts = await router.keep("memory-verdicts.json", await verdictsAllUp(text));
  const agent = await router.startAgent({ config, verdicts });
  await agent.line("pulse: raised", 60_000);
  await delay(forMs);
  const steps = await readSteps(router.node);
  const pidOf = (begin: string) => steps.find(({ what }) => what.startsWith(begin))?.pid ?? NaN;
  return {
    pulse: await resident(router, pidOf("begin run")),
    lvs: await resident(router, pidOf("begin lvs-process")),
  };
}

async function resident({ node }: Router, pid: number): Promise<string> {
  const status = (await node.readFile(`/proc/${pid}/status`)).toString();
  const megabytes = (name: string) => (Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1000).toFixed(0);
  return `${megabytes("VmRSS")} MB (${megabytes("VmHWM")})`;
}
