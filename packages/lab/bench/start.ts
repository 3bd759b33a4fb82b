import { clusterText } from "./cluster.ts";
import { median, ms, spread, type Findings } from "./figures.ts";
import type { Router } from "./router.ts";
import { tableLines } from "./table-lines.ts";
import { stepsUntil, when, type Step } from "./trace.ts";
import { verdictsAllUp } from "./verdicts.ts";

const TIMES = 3;

/** From the start of the agent to the whole table in the kernel, against a bare `ipvsadm -R` of the same rows. */
export async function benchStart(router: Router): Promise<Findings> {
  const { node, stopwatch } = router;
  const text = clusterText({ checkSeconds: 3_600 });
  const lines = tableLines(text);
  const config = await router.keep("start.cf", text);
  const verdicts = await router.keep("start-verdicts.json", await verdictsAllUp(text));
  const input = await router.keep("start.rules", lines.map((line) => `${line}\n`).join(""));
  const complete = async () => {
    const rows = await router.rows();
    if (rows !== lines.length) throw new Error(`the kernel has ${rows} of ${lines.length} rows`);
  };

  const raw: number[] = [];
  const starts: Start[] = [];
  for (let time = 0; time < TIMES; time++) {
    await router.clear();
    const { startMs, endMs } = await stopwatch.time({ kind: "run", argv: ["ipvsadm", "-R"], input });
    await complete();
    raw.push(endMs - startMs);

    const agent = await router.startAgent({ config, verdicts });
    const steps = await stepsUntil(node, "ended ipvsadm -R");
    await complete();
    starts.push(divide(agent.startedAtMs, steps));
  }
  const of = (name: keyof Start) => median(starts.map((start) => start[name]));
  const parts = (["node", "verdicts", "parse", "prepare", "read", "plan", "load"] as const).map((name) => ({
    what: `  ${WORDS[name]}`,
    seen: ms(of(name)),
  }));
  return {
    title: `agent's start with a table of ${lines.length} rows, all verdicts kept from before (lab)`,
    figures: [
      { what: "ipvsadm -R of the same rows", seen: spread(raw) },
      { what: "agent: start to the whole table", seen: spread(starts.map(({ total }) => total)) },
      ...parts,
      { what: "agent / ipvsadm -R", seen: (of("total") / median(raw)).toFixed(2), aim: "<= 1.3" },
    ],
  };
}

const WORDS = {
  node: "both processes of Node, until the lvs process runs",
  verdicts: "reading the verdicts",
  parse: "reading and parsing lvs.cf",
  prepare: "interfaces, sysctls, nannies, the wanted table",
  read: "ipvsadm -S",
  plan: "planning",
  load: "ipvsadm -R",
};
type Start = Readonly<Record<keyof typeof WORDS | "total", number>>;

function divide(startMs: number, steps: readonly Step[]): Start {
  const marks = [
    "read /var/lib/piranha/verdicts.json",
    "read /etc/piranha/lvs.cf",
    "start ip -json addr show",
    "start ipvsadm -S",
    "ended ipvsadm -S",
    "start ipvsadm -R",
    "ended ipvsadm -R",
  ].map((words) => when(steps, words));
  const [verdicts = 0, parse = 0, prepare = 0, read = 0, plan = 0, load = 0, end = 0] = marks;
  return {
    node: verdicts - startMs,
    verdicts: parse - verdicts,
    parse: prepare - parse,
    prepare: read - prepare,
    read: plan - read,
    plan: load - plan,
    load: end - load,
    total: end - startMs,
  };
}
