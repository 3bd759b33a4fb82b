import { ARTICLE, deadlineMs, type LabNode, type LabProcess, type Network, type ArticleNode } from "../../src/index.ts";
import { packageFile } from "../../src/package-file.ts";

export const AGENT = [process.execPath, packageFile("../agent/dist/piranha-agent.js")];

/** The real servers of the article's network. */
export const NUMBERS = ["number1", "number2", "number3"] as const;
export type Numbered = (typeof NUMBERS)[number];

export type WebOptions = {
  readonly serialNo?: number;
  /** Lines of the head of the file. */
  readonly head?: string;
  /** Lines of the virtual server's block. */
  readonly lines?: string;
  /** Lines of one server's block. */
  readonly of?: Partial<Record<Numbered, string>>;
  readonly servers?: readonly Numbered[];
  readonly network?: "nat" | "direct" | "tunnel";
  /** Further blocks. */
  readonly more?: string;
};

/** lefty's lvs.cf: the web service of the article, checked every second, back after two. */
export function webText({
  serialNo = 1,
  head = "",
  lines = "",
  of = {},
  servers = NUMBERS,
  network = "nat",
  more = "",
}: WebOptions = {}): string {
  const blocks = servers.map(
    (name) => `server ${name} {\naddress = ${ARTICLE[name]}\nactive = 1\n${of[name] ?? ""}\n}`,
  );
  return `serial_no = ${serialNo}
primary = ${ARTICLE.lefty.public}
network = ${network}
nat_router = ${ARTICLE.gateway} eth1:1
${head}
virtual web {
active = 1
address = ${ARTICLE.vip} eth0:1
port = 80
timeout = 1
reentry = 2
${lines.includes("scheduler") ? "" : "scheduler = rr"}
${lines}
${blocks.join("\n")}
}
${more}
`;
}

/** Between two looks at a table: the lab has one processor, and the agent needs some of it. */
const LOOK_MS = 150;

/** An agent on a router of the lab, driven as an operator drives it. */
export type Router = {
  readonly agent: LabProcess;
  /** A command that must succeed; resolves with what it printed. */
  readonly ask: (...argv: string[]) => Promise<string>;
  readonly run: (argv: readonly string[], stdin?: string) => ReturnType<LabNode["run"]>;
  readonly install: (text: string, ...options: string[]) => Promise<string>;
  /** The kernel's table as the kernel says it. */
  readonly table: () => Promise<string>;
  /** Resolves when the kernel's table has (or has not) a line with these words. */
  readonly row: (words: string, there?: boolean) => Promise<void>;
};

/** Starts lefty's agent on `text` and resolves when its addresses are raised and every server of it has been asked once. */
export async function startRouter(node: LabNode, text: string, options: readonly string[] = []): Promise<Router> {
  await node.writeFile("/etc/piranha/lvs.cf", text);
  const agent = await node.start([...AGENT, "run", ...options], { name: "piranha-agent" });
  const router = routerOn(node, agent);
  await agent.line("pulse: raised", 60_000);
  return router;
}

/** The same for an agent that is started already. */
export function routerOn(node: LabNode, agent: LabProcess): Router {
  const run: Router["run"] = (argv, stdin = "") =>
    node.run([...AGENT, ...argv], { stdin, timeoutMs: deadlineMs(60_000) });
  const ask: Router["ask"] = async (...argv) => {
    const { code, stdout, stderr } = await run(argv);
    if (code !== 0) throw new Error(`piranha-agent ${argv.join(" ")}: exit ${String(code)}\n${stderr}`);
    return stdout;
  };
  const table = () => node.exec(["ipvsadm", "-Sn"]);
  return {
    agent,
    run,
    ask,
    install: async (text, ...options) => {
      const { code, stdout, stderr } = await run(["install", "-", ...options], text);
      if (code !== 0) throw new Error(`install: exit ${String(code)}\n${stderr}`);
      return stdout;
    },
    table,
    row: async (words, there = true) => {
      const endMs = Date.now() + deadlineMs(30_000);
      for (let text = await table(); text.includes(words) !== there; text = await table()) {
        if (Date.now() > endMs)
          throw new Error(
            `the table ${there ? "never had" : "still has"} ${words}:\n${text}\n${agent.lines().slice(-10).join("\n")}`,
          );
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    },
  };
}

/** Serves a page on port 80 of every real server, and waits until the router has all of them in. */
export async function serveWeb(net: Network<ArticleNode>) {
  const [number1, number2, number3] = await Promise.all(
    NUMBERS.map((name) => net.nodes[name].serve({ port: 80, kind: "http" })),
  );
  if (!number1 || !number2 || !number3) throw new Error("three servers expected");
  return { number1, number2, number3 };
}
