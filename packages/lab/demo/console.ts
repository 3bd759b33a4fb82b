import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import net from "node:net";
import { text } from "node:stream/consumers";
import { type SshAccess, within } from "../src/index.ts";
import { packageFile } from "../src/package-file.ts";
import { lineSplitter } from "../src/wire.ts";

/** The console of the demo. Its database lies in the lab's own folder and goes with it. */
export type DemoConsole = {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** The wished port, when somebody has it. */
  readonly takenPort: number | undefined;
  /** Resolves with what it said last when it has ended. */
  readonly ended: Promise<string>;
  readonly stop: () => Promise<void>;
};

const program = (name: string): string => packageFile(`../../apps/web/dist/${name}.mjs`);

/**
 * Starts a console that reaches one router over ssh, with a new password.
 *
 * @param port another one is taken when somebody has it.
 * @param folder gets its database and its log.
 * @throws Error with the console's own words when it does not start.
 */
export async function startConsole(
  router: string,
  access: SshAccess,
  port: number,
  folder: string,
): Promise<DemoConsole> {
  const dataDir = `${folder}/console`;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const password = randomBytes(12).toString("base64url");
  await setPassword(dataDir, password);
  const takenPort = (await isFree(port)) ? undefined : port;
  const options = [
    ...["--data-dir", dataDir, "--port", String(takenPort === undefined ? port : 0)],
    ...["--router", `${router}=ssh://${access.user}@${access.host}:${access.port}`],
    ...["--ssh-key", access.identityFile, "--ssh-known-hosts", access.knownHostsFile],
  ];
  // In a group of its own, so that Ctrl-C leaves its end to us; and never longer than we live.
  const child = spawn(
    "setpriv",
    ["--pdeathsig", "TERM", "--", process.execPath, program("piranha-console"), ...options],
    { detached: true, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, NODE_ENV: "production" } },
  );
  const { ended, said } = follow(child, createWriteStream(`${folder}/console.log`));
  const started = said(/^Piranha console: (\S+)/);
  const failed = ended.then((words) => Promise.reject(new Error(`The console did not start: ${words}`)));
  const [, url = ""] = await within(60_000, "The console's start", Promise.race([started, failed])).catch(
    (error: unknown) => {
      child.kill("SIGKILL");
      throw error;
    },
  );
  return { url, user: "piranha", password, takenPort, ended, stop: () => stop(child, ended) };
}

async function stop(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), 4_000);
  await ended;
  clearTimeout(timer);
}

/** Reads what a program says, keeps it in `log`, and finds lines in it. */
function follow(child: ChildProcess, log: NodeJS.WritableStream) {
  const lines: string[] = [];
  const seekers = new Set<(line: string) => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.pipe(log, { end: false });
    stream?.setEncoding("utf8").on(
      "data",
      lineSplitter((line) => {
        lines.push(line);
        if (lines.length > 10) lines.shift();
        for (const seek of seekers) seek(line);
      }),
    );
  }
  return {
    ended: new Promise<string>((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("close", () => resolve(lines.join("\n")));
    }),
    said: (pattern: RegExp) =>
      new Promise<RegExpExecArray>((resolve) => {
        seekers.add((line) => {
          const found = pattern.exec(line);
          if (found) resolve(found);
        });
      }),
  };
}

async function setPassword(dataDir: string, password: string): Promise<void> {
  const child = spawn(process.execPath, [program("piranha-passwd"), "--data-dir", dataDir], { stdio: "pipe" });
  child.stdin.on("error", () => undefined); // Told by how it ends.
  child.stdin.end(`${password}\n`);
  const [words] = await Promise.all([text(child.stderr), once(child.stdout.resume(), "close"), once(child, "exit")]);
  if (child.exitCode !== 0) throw new Error(`The console's password could not be set: ${words.trim()}`);
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
