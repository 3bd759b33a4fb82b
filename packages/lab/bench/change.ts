import { setTimeout as delay } from "node:timers/promises";
import { clusterText, FIRST_ROW } from "./cluster.ts";
import { median, ms, spread, type Findings } from "./figures.ts";
import { AGENT } from "./programs.ts";
import { SOCKET, type Router } from "./router.ts";
import { took, type Timed } from "./stopwatch.ts";
import { tableLines } from "./table-lines.ts";
import { loaded, readSteps, stepsUntil, when, type Step } from "./trace.ts";
import { verdictsAllUp } from "./verdicts.ts";

const TIMES = 5;
/** For the first round of checks, and the readings of the table that follow a start. */
const FIRST_ROUND_MS = 15_000;
/** So that installs do not all meet the agent's readings of the table in the same way. */
const PAUSES_MS = [1_000, 1_500, 2_000, 2_500, 3_000];

/** One weight among 10,000 servers, from the install to the kernel, against a bare `ipvsadm -e`. */
export async function benchChange(router: Router): Promise<Findings> {
  const { node, stopwatch } = router;
  const text = clusterText({ checkSeconds: 3_600 });
  const config = await router.keep("change.cf", text);
  const verdicts = await router.keep("change-verdicts.json", await verdictsAllUp(text));
  const rules = await router.keep("change.rules", tableLines(text).join("\n"));

  const raw: number[] = [];
  await router.clear();
  await stopwatch.time({ kind: "run", argv: ["ipvsadm", "-R"], input: rules });
  for (let weight = 2; weight < 2 + TIMES; weight++)
    raw.push(took(await stopwatch.time({ kind: "run", argv: ["ipvsadm", "-e", ...FIRST_ROW, "-w", String(weight)] })));

  const socket: Change[] = [];
  const commandLine: (Change & { node: number })[] = [];
  await router.startAgent({ config, verdicts });
  await stepsUntil(node, "ended ipvsadm -R");
  await delay(FIRST_ROUND_MS);
  for (let time = 0; time < 2 * TIMES; time++) {
    const firstWeight = time + 2;
    const file = await router.keep(
      `changed-${time}.cf`,
      clusterText({ checkSeconds: 3_600, serialNo: time + 2, firstWeight }),
    );
    await delay(PAUSES_MS[time % TIMES]);
    const byCommand = time >= TIMES;
    const timed = await stopwatch.time(
      byCommand
        ? { kind: "run", argv: [...AGENT, "install", file], env: router.traced }
        : { kind: "install", socket: SOCKET, file },
    );
    const row = (await node.exec(["ipvsadm", "-Sn"])).split("\n").find((line) => line.includes(" -r 10.20.0.1:80 "));
    if (row?.endsWith(`-w ${firstWeight}`) !== true) throw new Error(`the weight has not come: ${row ?? ""}`);
    const steps = await readSteps(node);
    const change = divide(timed, steps);
    if (byCommand)
      commandLine.push({ ...change, node: (when(steps, "request sent", timed.startMs) ?? NaN) - timed.startMs });
    else socket.push(change);
  }

  const lines = (changes: readonly Change[]) =>
    (["ask", "work", "edit", "answer"] as const).map((name) => ({
      what: `  ${PHASES[name]}`,
      seen: spread(changes.map((change) => change[name])),
    }));
  const limit = `<= ${ms(median(raw) + 200)}`;
  return {
    title: "one weight among 10,000 servers changed (lab)",
    figures: [
      { what: "ipvsadm -e alone", seen: spread(raw) },
      { what: "install over the socket, to the kernel", seen: spread(socket.map(({ kernel }) => kernel)), aim: limit },
      ...lines(socket),
      {
        what: "piranha-agent install, to the kernel",
        seen: spread(commandLine.map(({ kernel }) => kernel)),
        aim: limit,
      },
      { what: "  of which starting node", seen: spread(commandLine.map(({ node }) => node)) },
      ...lines(commandLine),
    ],
  };
}

const PHASES = {
  ask: "until the agent has the request",
  work: "its own work, until ipvsadm has the line",
  edit: "ipvsadm -R",
  answer: "(then, until the answer is there)",
};
type Change = Readonly<Record<keyof typeof PHASES | "kernel", number>>;

function divide({ startMs, endMs }: Timed, steps: readonly Step[]): Change {
  const asked = when(steps, "request heard", startMs) ?? NaN;
  const { fromMs, toMs } = loaded(steps, asked);
  return {
    kernel: toMs - startMs,
    ask: asked - startMs,
    work: fromMs - asked,
    edit: toMs - fromMs,
    answer: endMs - toMs,
  };
}
