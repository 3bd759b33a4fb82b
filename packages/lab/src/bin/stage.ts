// The ground of the end-to-end tests: the article's network on a real kernel, with lefty's agent and sshd. Prints what a console
// needs as one line of JSON, then answers each line of standard input, a JSON list of words, with a line. Ends when that closes.
import readline from "node:readline";
import { ARTICLE, articleNetwork } from "../article-network.ts";
import { startLab } from "../lab.ts";
import { packageFile } from "../package-file.ts";
import type { LabProcess } from "../process.ts";
import type { ServerHandle } from "../serve.ts";

const AGENT = [process.execPath, packageFile("../agent/dist/piranha-agent.js")];
const SERVERS = ["number1", "number2", "number3"] as const;
/** A router that serves nothing yet. */
const LVS_CF = `serial_no = 1
primary = ${ARTICLE.lefty.public}
primary_private = ${ARTICLE.lefty.private}
service = lvs
network = nat
nat_router = ${ARTICLE.gateway} eth1:1
`;

const say = (answer: unknown): void => console.log(JSON.stringify(answer));

const lab = await startLab();
try {
  const { nodes } = await articleNetwork(lab, { name: "stage" });
  const { client, lefty } = nodes;
  const servers = new Map<string, ServerHandle>();
  for (const name of SERVERS) servers.set(name, await nodes[name].serve({ port: 80, kind: "http" }));
  await lefty.writeFile("/etc/piranha/lvs.cf", LVS_CF);
  const { access } = await lefty.sshd();
  const startAgent = async (): Promise<LabProcess> => {
    const agent = await lefty.start([...AGENT, "run"], { name: "piranha-agent" });
    await agent.line("raised", 60_000);
    return agent;
  };
  let agent = await startAgent();

  /** What each word does; the answer is what it resolves with. */
  const words: Readonly<Record<string, (argument: string) => Promise<unknown>>> = {
    stop: async (name) => {
      await servers.get(name)?.stop();
    },
    start: async (name) => servers.get(name)?.start(),
    killAgent: async () => {
      await agent.signal("SIGKILL", { group: true });
      await agent.exited;
    },
    startAgent: async () => {
      agent = await startAgent();
    },
    /** Asks the virtual address so many times, one after the other. */
    ask: async (times) => {
      const { byServer, byError } = await client.fetch(`http://${ARTICLE.vip}/`, Number(times));
      return { byServer, byError };
    },
    table: () => lefty.exec(["ipvsadm", "-Ln"]),
    log: async () => agent.lines().slice(-30),
  };

  say({ ssh: access, vip: ARTICLE.vip, servers: SERVERS.map((name) => ({ name, address: ARTICLE[name] })) });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    try {
      const [word = "", argument = ""] = JSON.parse(line) as readonly string[]; // our own tests write it
      if (word === "end") break;
      const act = words[word];
      if (!act) throw new Error(`the stage knows ${Object.keys(words).join(", ")} and end`);
      say({ ok: (await act(argument)) ?? null });
    } catch (error) {
      say({ error: error instanceof Error ? error.message : String(error) });
    }
  }
} finally {
  await lab.close();
}
