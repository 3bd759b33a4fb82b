import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../../dist/piranha-agent.js", import.meta.url));
const SCALE = Number(process.env["LAB_TIME_SCALE"] ?? 1);

export type Ran = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** An agent as an operator has it: the bundled file, run by node, with an in-memory table and a folder of its own. */
export async function agentFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), "piranha-agent-"));
  const config = path.join(folder, "etc/lvs.cf");
  const socket = path.join(folder, "run/agent.sock");
  const stateDir = path.join(folder, "state");
  await mkdir(path.dirname(config));
  const places = ["--config", config, "--socket", socket, "--state-dir", stateDir];
  const running = new Set<ChildProcess>();

  const run = (argv: readonly string[], input = ""): Promise<Ran> =>
    new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [PROGRAM, ...argv],
        { timeout: 20_000 * SCALE },
        (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr }),
      );
      child.stdin?.end(input);
    });

  /** Starts it and resolves when its socket answers. */
  const start = async () => {
    const child = spawn(process.execPath, [PROGRAM, "run", ...places, "--ipvs", "memory"], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    running.add(child);
    let log = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    void ended.then(() => running.delete(child));
    const deadline = Date.now() + 30_000 * SCALE;
    while (!(await answers(socket))) {
      if (Date.now() > deadline || child.exitCode !== null) throw new Error(`the agent did not start:\n${log}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const end = async (signal: NodeJS.Signals) => {
      child.kill(signal);
      await ended;
      // its other process dies with it, a moment later
      while (await answers(socket)) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    return {
      pid: child.pid ?? 0,
      log: () => log,
      closeLog: () => child.stderr.destroy(),
      signal: (signal: NodeJS.Signals) => child.kill(signal),
      end,
      ended,
    };
  };

  return {
    folder,
    config,
    socket,
    stateDir,
    run,
    start,
    /** A command on the running agent. */
    ask: (...argv: string[]) => run([...argv, "--socket", socket]),
    write: (text: string) => writeFile(config, text),
    read: () => readFile(config, "utf8"),
    /** Writes a file beside lvs.cf and returns its path. */
    file: async (name: string, text: string) => {
      const file = path.join(folder, name);
      await writeFile(file, text);
      return file;
    },
    close: async () => {
      for (const child of running) child.kill("SIGKILL");
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
export type AgentFolder = Awaited<ReturnType<typeof agentFolder>>;

const answers = (socket: string) =>
  new Promise<boolean>((resolve) => {
    const probe = net.connect(socket, () => {
      probe.destroy();
      resolve(true);
    });
    probe.once("error", () => resolve(false));
  });
