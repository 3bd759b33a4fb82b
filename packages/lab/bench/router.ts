import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ARTICLE, articleNetwork, type Lab, type LabNode, type LabProcess, startLab } from "../src/index.ts";
import { FARM } from "./cluster.ts";
import { AGENT, bundle } from "./programs.ts";
import { type Stopwatch, startStopwatch } from "./stopwatch.ts";
import { TRACE_FILE, traced } from "./trace.ts";

/** lefty in a lab of its own, with ten thousand real servers to reach. */
export type Router = {
  readonly lab: Lab;
  readonly node: LabNode;
  readonly stopwatch: Stopwatch;
  /** Environment for agents, see `trace.ts`. */
  readonly traced: Readonly<Record<string, string>>;
  /** Writes a file on the host and resolves with its path, which is the same in the lab. */
  readonly keep: (name: string, text: string) => Promise<string>;
  /** Starts an agent that knows nothing but what these files say; the kernel's table is empty before. */
  readonly startAgent: (files: { readonly config: string; readonly verdicts?: string }) => Promise<LabProcess>;
  /** Ends the agent, if one runs, and empties the kernel's table. */
  readonly clear: () => Promise<void>;
  /** Lines of the kernel's table, its head apart. */
  readonly rows: () => Promise<number>;
  readonly close: () => Promise<void>;
};

/** Where the agent of a node has its socket. */
export const SOCKET = "/run/piranha/agent.sock";

const HEAD_LINES = 3;
const FRESH = `rm -rf /var/lib/piranha /run/piranha
mkdir -p /etc/piranha /var/lib/piranha
cp "$1" /etc/piranha/lvs.cf
[ -z "$2" ] || cp "$2" /var/lib/piranha/verdicts.json
: >${TRACE_FILE}`;

/** Boots a lab. One node answers for every real server there may be. */
export async function startRouter(): Promise<Router> {
  const lab = await startLab();
  const { nodes } = await articleNetwork(lab, { name: "bench" });
  const { lefty: node, number1 } = nodes;
  await number1.exec(["ip", "route", "add", "local", FARM, "dev", "lo"]);
  await node.exec(["ip", "route", "add", FARM, "via", ARTICLE.number1]);
  await number1.serve({ port: 80, kind: "http" });
  const stopwatch = await startStopwatch(node, await bundle("guest/stopwatch.ts", lab.artefactsDir));
  const environment = traced(await bundle("guest/trace.ts", lab.artefactsDir));
  let agent: LabProcess | undefined;
  const clear = async () => {
    await agent?.stop();
    await node.exec(["ipvsadm", "-C"]);
  };
  return {
    lab,
    node,
    stopwatch,
    traced: environment,
    keep: async (name, text) => {
      const path = join(lab.artefactsDir, name);
      await writeFile(path, text);
      return path;
    },
    startAgent: async ({ config, verdicts }) => {
      await clear();
      await node.exec(["sh", "-ec", FRESH, "sh", config, ...(verdicts === undefined ? [] : [verdicts])]);
      agent = await node.start([...AGENT, "run"], { name: "piranha-agent", env: environment });
      return agent;
    },
    clear,
    rows: async () => Number.parseInt(await node.exec(["wc", "-l", "/proc/net/ip_vs"])) - HEAD_LINES,
    close: () => lab.close(),
  };
}
