import { ARTICLE, articleNetwork, startLab, type LabNode, type ServerHandle } from "../src/index.ts";
import { packageFile } from "../src/package-file.ts";
import { ARTICLE_LVS_CF } from "./lvs-cf.ts";
import { hearOthers } from "./remote.ts";
import { startScreen } from "./screen.ts";

const SERVERS = ["number1", "number2", "number3"] as const;
const AGENT = [process.execPath, packageFile("../agent/dist/piranha-agent.js")];

/**
 * The network of the article of 2000 on a real kernel: lefty balances a client's requests over three servers, and shows what
 * happens until Ctrl-C. @returns the exit code.
 */
export async function runDemo(): Promise<number> {
  const ended = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => ended.abort());
  const screen = startScreen();
  screen.note("Booting a kernel with IPVS …");
  const lab = await startLab();
  try {
    const { nodes } = await articleNetwork(lab);
    const { client, lefty } = nodes;
    const servers = new Map<string, ServerHandle>();
    for (const name of SERVERS) servers.set(name, await nodes[name].serve({ port: 80, kind: "http" }));
    screen.note("Starting lefty's agent …");
    await startAgent(lefty);
    const stopHearing = await hearOthers((words) => obey(servers, words));
    const requests = await client.keepAsking(`http://${ARTICLE.vip}/`, { everyMs: 1_000 });
    const table = await lefty.start([...AGENT, "table", "--follow"], {
      name: "table",
      onLine: screen.tableLine,
      env: { COLUMNS: String(process.stdout.columns || 120) },
    });
    const watch = setInterval(() => void requests.summary().then(screen.requests, () => undefined), 1_000);
    await new Promise<void>((resolve) => {
      ended.signal.addEventListener("abort", () => resolve());
      void table.exited.then(() => resolve());
      if (ended.signal.aborted) resolve();
    });
    clearInterval(watch);
    screen.requests(await requests.stop());
    await stopHearing();
    return ended.signal.aborted ? 0 : 1;
  } finally {
    screen.note("Taking the lab down …");
    await lab.close();
    screen.end();
  }
}

async function startAgent(lefty: LabNode): Promise<void> {
  await lefty.writeFile("/etc/piranha/lvs.cf", ARTICLE_LVS_CF);
  const agent = await lefty.start([...AGENT, "run"], { name: "piranha-agent" });
  await agent.line("raised", 60_000);
}

/** `stop number2`, `start number2`. */
async function obey(
  servers: ReadonlyMap<string, ServerHandle>,
  [verb = "", name = ""]: readonly string[],
): Promise<string> {
  const server = servers.get(name);
  if (!server || (verb !== "stop" && verb !== "start")) return `! Say: npm run demo -- stop|start ${SERVERS.join("|")}`;
  await server[verb]();
  return verb === "stop"
    ? `${name} refuses connections now; watch it leave the table.`
    : `${name} serves again; it returns after its reentry time.`;
}
