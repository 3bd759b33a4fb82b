import { articleNetwork, type Lab, type LabNode, type ServerHandle, startLab } from "../src/index.ts";
import { packageFile } from "../src/package-file.ts";
import { type DemoConsole, startConsole } from "./console.ts";
import { ARTICLE_LVS_CF } from "./lvs-cf.ts";
import { hearOthers } from "./remote.ts";
import { startScreen } from "./screen.ts";
import { startTraffic } from "./traffic.ts";

const SERVERS = ["number1", "number2", "number3"] as const;
const AGENT = [process.execPath, packageFile("../agent/dist/piranha-agent.js")];

/**
 * The network of the article of 2000 on a real kernel: lefty balances a client's requests over three servers, a console on this
 * machine reaches its agent over ssh, and the terminal shows what happens until Ctrl-C.
 *
 * @param consolePort undefined is no console.
 * @returns the exit code.
 */
export async function runDemo({ consolePort }: { consolePort: number | undefined }): Promise<number> {
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interrupted.abort());
  const screen = startScreen();
  screen.note("Booting a kernel with IPVS …");
  const lab = await startLab();
  // What was started last is stopped first.
  const stops: (() => Promise<unknown>)[] = [() => lab.close()];
  try {
    const until = new Promise<void>((resolve) => interrupted.signal.addEventListener("abort", () => resolve()));
    if (!interrupted.signal.aborted) await Promise.race([until, begin(lab, consolePort, screen, stops)]);
    return 0;
  } catch (error) {
    screen.note(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    screen.note("Taking the lab down …");
    for (const stop of stops.reverse()) await stop().catch(() => undefined);
  }
}

type Screen = ReturnType<typeof startScreen>;

/** Starts everything and stays until something fails. */
async function begin(
  lab: Lab,
  consolePort: number | undefined,
  screen: Screen,
  stops: (() => Promise<unknown>)[],
): Promise<never> {
  const { nodes } = await articleNetwork(lab);
  const { client, lefty } = nodes;
  const servers = new Map<string, ServerHandle>();
  for (const name of SERVERS) servers.set(name, await nodes[name].serve({ port: 80, kind: "http" }));
  screen.note("Starting lefty's agent …");
  await startAgent(lefty);
  stops.push(startTraffic(client, screen.requests));
  screen.begin(consolePort === undefined ? undefined : await openConsole(lab, lefty, consolePort, screen, stops));
  stops.push(await hearOthers((words) => obey(servers, words)));
  const table = await lefty.start([...AGENT, "table", "--follow"], {
    name: "table",
    onLine: screen.tableLine,
    env: { COLUMNS: String(process.stdout.columns || 120) },
  });
  await table.exited;
  throw new Error(`lefty's table ended; its log was ${table.logPath}`);
}

async function openConsole(
  lab: Lab,
  lefty: LabNode,
  port: number,
  screen: Screen,
  stops: (() => Promise<unknown>)[],
): Promise<DemoConsole> {
  screen.note("Starting the console …");
  const { access } = await lefty.sshd();
  const opened = await startConsole("lefty", access, port, lab.artefactsDir);
  let stopping = false;
  stops.push(() => {
    stopping = true;
    return opened.stop();
  });
  void opened.ended.then((words) => {
    if (!stopping) screen.consoleGone(words);
  });
  return opened;
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
