import { clusterText } from "./cluster.ts";
import { median, ms, spread, type Findings } from "./figures.ts";
import type { Router } from "./router.ts";
import { took } from "./stopwatch.ts";
import { tableLines } from "./table-lines.ts";
import { loaded, stepsUntil, when, type Step } from "./trace.ts";
import { verdictsAllUp } from "./verdicts.ts";

const TIMES = 3;
/** No further time is begun after it. */
const MOST_MS = 75_000;

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

  const node0: number[] = [];
  const raw: number[] = [];
  const starts: Start[] = [];
  const startedMs = Date.now();
  for (let time = 0; time < TIMES && Date.now() - startedMs < MOST_MS; time++) {
    await router.clear();
    node0.push(took(await stopwatch.time({ kind: "run", argv: [process.execPath, "-e", "0"] })));
    raw.push(took(await stopwatch.time({ kind: "run", argv: ["ipvsadm", "-R"], input })));
    await complete();

    const agent = await router.startAgent({ config, verdicts });
    const steps = await stepsUntil(node, "ended ipvsadm -R");
    await complete();
    starts.push(divide(agent.startedAtMs, steps));
  }
  const total = starts.map(({ totalMs }) => totalMs);
  const phases = PHASES.map(({ what }, index) => ({
    what: `  ${what}`,
    seen: ms(median(starts.map(({ phasesMs }) => phasesMs[index] ?? NaN))),
  }));
  const ratio = (median(total) / median(raw)).toFixed(2);
  return {
    title: `agent's start with a table of ${lines.length} rows, all verdicts kept from before (lab)`,
    figures: [
      { what: "ipvsadm -R of the same rows", seen: spread(raw) },
      { what: "agent: start to the whole table", seen: spread(total) },
      ...phases,
      { what: "agent / ipvsadm -R", seen: ratio, aim: "<= 1.3" },
      { what: "(node -e 0 alone)", seen: spread(node0) },
    ],
  };
}

/** What the agent does first, in this order, and the step that begins each. */
const PHASES = [
  { what: "both processes of Node, until the lvs process works", from: "" },
  { what: "reading the verdicts", from: "read /var/lib/piranha/verdicts.json" },
  { what: "reading and parsing lvs.cf", from: "read /etc/piranha/lvs.cf" },
  { what: "interfaces, sysctls, nannies, the wanted table", from: "start ip -json addr show" },
  { what: "ipvsadm -S", from: "start ipvsadm -S" },
  { what: "planning", from: "ended ipvsadm -S" },
  { what: "ipvsadm -R", from: "told ipvsadm -R" },
];

type Start = { readonly totalMs: number; readonly phasesMs: readonly number[] };

/** A step that was not taken, or not in its turn, leaves its time to the phase before. */
function divide(startMs: number, steps: readonly Step[]): Start {
  const { toMs } = loaded(steps);
  const begins: (number | undefined)[] = [];
  let lastMs = startMs;
  for (const { from } of PHASES) {
    const begin = from === "" ? startMs : when(steps, from, lastMs);
    begins.push(begin);
    lastMs = begin ?? lastMs;
  }
  const phasesMs = begins.map((begin, index) => {
    const end = begins.slice(index + 1).find((next) => next !== undefined) ?? toMs;
    return begin === undefined ? 0 : end - begin;
  });
  return { totalMs: toMs - startMs, phasesMs };
}
