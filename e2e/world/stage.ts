import { STAGE, TSX } from "./places.ts";
import { startNode, type Program } from "./program.ts";

/** The article's network on a real kernel: a client, lefty with its agent and sshd, three real servers. */
export type Stage = {
  readonly program: Program;
  /** What a console is started with to reach lefty. */
  readonly consoleArguments: { readonly router: string; readonly more: readonly string[] };
  readonly servers: readonly { readonly name: string; readonly address: string }[];
  readonly vip: string;
  readonly stopServer: (name: string) => Promise<void>;
  readonly startServer: (name: string) => Promise<void>;
  readonly killAgent: () => Promise<void>;
  readonly startAgent: () => Promise<void>;
  /** Asks the virtual address so often from the client, and counts the answers by server. */
  readonly ask: (times: number) => Promise<Readonly<Record<string, number>>>;
  /** The kernel's own table, as ipvsadm prints it. */
  readonly table: () => Promise<string>;
  readonly agentLog: () => Promise<readonly string[]>;
  readonly end: () => Promise<void>;
};

type Opening = {
  readonly ssh: { user: string; host: string; port: number; identityFile: string; knownHostsFile: string };
  readonly vip: string;
  readonly servers: readonly { readonly name: string; readonly address: string }[];
};
type Answer = { readonly ok: unknown } | { readonly error: string };

const nothing = (): void => undefined;

const BOOT_MS = 120_000;
const ANSWER_MS = 90_000;

export async function openStage(): Promise<Stage> {
  const program = startNode(["--import", TSX, STAGE]);
  const [line] = await program.says(/^\{"ssh".*\}$/m, BOOT_MS);
  const { ssh, vip, servers } = JSON.parse(line) as Opening;
  let answers = 0;
  /** One question at a time; each has one line for an answer. */
  const tell = async (...words: readonly string[]): Promise<unknown> => {
    const mine = answers++;
    program.write(`${JSON.stringify(words)}\n`);
    const nth = new RegExp(`(?:^\\{"(?:ok|error)"[^\\n]*\\n[^]*?){${String(mine)}}^(\\{"(?:ok|error)".*\\})$`, "m");
    const answer = JSON.parse((await program.says(nth, ANSWER_MS))[1] ?? "") as Answer;
    if ("error" in answer) throw new Error(`the stage, told ${words.join(" ")}: ${answer.error}`);
    return answer.ok;
  };
  return {
    program,
    consoleArguments: {
      router: `lefty=ssh://${ssh.user}@${ssh.host}:${String(ssh.port)}`,
      more: ["--ssh-key", ssh.identityFile, "--ssh-known-hosts", ssh.knownHostsFile],
    },
    servers,
    vip,
    stopServer: (name) => tell("stop", name).then(nothing),
    startServer: (name) => tell("start", name).then(nothing),
    killAgent: () => tell("killAgent").then(nothing),
    startAgent: () => tell("startAgent").then(nothing),
    ask: async (times) => ((await tell("ask", String(times))) as { byServer: Record<string, number> }).byServer,
    table: async () => (await tell("table")) as string,
    agentLog: async () => (await tell("log")) as string[],
    end: async () => {
      if (program.running()) program.write(`["end"]\n`);
      const late = setTimeout(() => program.kill("SIGKILL"), 20_000);
      await program.exited;
      clearTimeout(late);
    },
  };
}
