import { execFile, spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { controlDoor, type Door } from "../../../../apps/web/src/server/agent/door.ts";
import { followRouter } from "../../../../apps/web/src/server/agent/follow-router.ts";
import { ARTICLE, type ArticleNode, type Network, type Sshd, articleNetwork } from "../../src/index.ts";
import { collectOnFailure, deadlineMs, sharedLab } from "../../src/index.ts";
import { AGENT, startRouter, webText, type Router } from "./router.ts";

let net: Network<ArticleNode>;
let sshd: Sshd;
let router: Router;
const doors: Door[] = [];

beforeAll(async () => {
  net = await articleNetwork(await sharedLab(), { name: "ssh" });
  const { lefty } = net.nodes;
  sshd = await lefty.sshd();
  router = await startRouter(lefty, webText());
});
afterEach(async ({ task }) => {
  for (const door of doors.splice(0)) door.close();
  await collectOnFailure(task, net);
});
afterAll(() => net.close());

/** The console's way to lefty. */
function door(changes: Partial<Sshd["access"]> = {}): Door {
  const opened = controlDoor({ kind: "ssh", ...sshd.access, ...changes });
  doors.push(opened);
  return opened;
}

type Outcome = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** Runs an OpenSSH program with the console's key, and nothing to hold it back on this side. */
function openssh(program: "ssh" | "scp" | "sftp", args: readonly string[]): Promise<Outcome> {
  const { access } = sshd;
  const options = [
    ...["BatchMode=yes", "IdentitiesOnly=yes", "StrictHostKeyChecking=yes", "ConnectTimeout=20"],
    ...[`UserKnownHostsFile=${access.knownHostsFile}`, `IdentityFile=${access.identityFile}`, `Port=${access.port}`],
  ].flatMap((option) => ["-o", option]);
  return new Promise((resolve) => {
    const child = execFile(
      program,
      ["-F", "none", ...options, ...args],
      { timeout: deadlineMs(60_000) },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
    child.stdin?.end();
  });
}
const LEFTY = "piranha@127.0.0.1";

/** Every ssh of this process's that is logged in as piranha. */
async function sshProcesses(): Promise<number[]> {
  const children = await readFile(`/proc/${process.pid}/task/${process.pid}/children`, "utf8");
  const pids = children.split(" ").filter(Boolean).map(Number);
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  return pids.filter((_, index) => commands[index]?.startsWith("ssh\0"));
}

const poll = <T>(look: () => T) => expect.poll(look, { timeout: deadlineMs(30_000), interval: 50 });

describe("a console that reaches lefty's agent over ssh", () => {
  it("asks for what the agent is, what it has and what it runs", async () => {
    const { client } = door();
    expect(await client.hello.query()).toMatchObject({ statusVersion: 1 });
    const { services } = await client.snapshot.query();
    expect(services.map(({ id }) => id)).toEqual(["web"]);
    expect(await client.config.query()).toBe(webText());
  });

  it("asks many things at once through two connections", async () => {
    const { client } = door();
    const answers = await Promise.all(Array.from({ length: 40 }, () => client.snapshot.query()));
    expect(answers.every(({ services }) => services.length === 1)).toBe(true);
    expect(await sshProcesses()).toHaveLength(2);
  });

  it("hears of a change as it happens", async () => {
    const follower = followRouter(door(), () => undefined);
    await poll(() => follower.link().kind).toBe("live");
    const { stop } = await net.nodes.number1.serve({ port: 80, kind: "http" });
    const verdict = () =>
      follower
        .services()
        .get("web")
        ?.servers.find(({ name }) => name === "number1")?.verdict.kind;
    await poll(verdict).toBe("up");
    await stop();
    await poll(verdict).toBe("down");
    follower.close();
  });

  it("goes on following after its ssh was killed, without a new beginning", async () => {
    let full = 0;
    const follower = followRouter(door(), (patch) => (full += patch?.full ? 1 : 0));
    await poll(() => follower.link().kind).toBe("live");
    for (const pid of await sshProcesses()) process.kill(pid, "SIGKILL");
    await poll(() => follower.link().kind).toBe("silent");
    await poll(() => follower.link().kind).toBe("live");
    expect(full).toBe(1);
    follower.close();
  });

  it("says that a frozen agent is silent, and a stopped one not there; and finds it again", async () => {
    const follower = followRouter(door(), () => undefined);
    await poll(() => follower.link().kind).toBe("live");
    await router.agent.signal("SIGSTOP", { group: true });
    await poll(() => follower.link()).toMatchObject({ kind: "silent", words: "silent for 2.5 s" });
    await router.agent.signal("SIGCONT", { group: true });
    await poll(() => follower.link().kind).toBe("live");
    await router.agent.signal("SIGKILL", { group: true });
    await poll(() => follower.link()).toMatchObject({
      kind: "silent",
      words: expect.stringContaining("agent not reachable") as string,
    });
    router = await startRouter(net.nodes.lefty, webText());
    await poll(() => follower.link().kind).toBe("live");
    follower.close();
  });

  it("leaves nothing in lefty when it goes", async () => {
    const opened = door();
    await Promise.all([opened.client.hello.query(), opened.client.snapshot.query()]);
    const connects = async () => (await net.nodes.lefty.exec(["ps", "ax"])).split("\n").filter(isConnect).length;
    expect(await connects()).toBeGreaterThan(0);
    opened.close();
    await poll(sshProcesses).toEqual([]);
    await poll(connects).toBe(0);
  });
});
const isConnect = (line: string): boolean => line.includes(`${AGENT[1] ?? ""} connect`);

describe("the console's key", () => {
  it("opens the agent's socket and nothing else, whatever is asked for", async () => {
    for (const words of [["id"], ["connect;", "id"], ["sh", "-c", "id"], ["-t", "-t"]]) {
      const [options, command] = words[0] === "-t" ? [words, []] : [[], words];
      const { stdout } = await openssh("ssh", [...options, LEFTY, ...command]);
      expect(stdout, words.join(" ")).not.toContain("uid=");
      expect(stdout, words.join(" ")).not.toContain("$");
    }
    expect(await openssh("scp", ["-O", `${LEFTY}:/etc/passwd`, "/dev/null"])).not.toMatchObject({ code: 0 });
    expect(await openssh("sftp", [LEFTY])).not.toMatchObject({ code: 0 });
  });

  it.each([
    ["a port of lefty's", ["-W", "127.0.0.1:22"]],
    ["a port of this machine's", ["-N", "-o", "ExitOnForwardFailure=yes", "-R", "4444:127.0.0.1:22"]],
  ])("does not forward %s", async (_, options) => {
    const { code, stderr } = await openssh("ssh", [...options, LEFTY]);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/prohibited|failed/);
  });

  it("does not forward a port through lefty", async () => {
    const ssh = spawn("ssh", tunnelArguments(), { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    ssh.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    const ended = new Promise((resolve) => ssh.once("exit", resolve));
    await poll(() => said).toContain("Local forwarding listening");
    const port = /127\.0\.0\.1 port (\d+)/.exec(said)?.[1] ?? "";
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    await poll(() => said).toContain("prohibited");
    ssh.kill();
    await ended;
  });
});

const tunnelArguments = (): string[] => {
  const { identityFile, knownHostsFile, port } = sshd.access;
  return [
    ...[
      "-F",
      "none",
      "-v",
      "-N",
      "-i",
      identityFile,
      "-o",
      `UserKnownHostsFile=${knownHostsFile}`,
      "-o",
      "BatchMode=yes",
    ],
    ...["-L", `127.0.0.1:${TUNNEL}:${ARTICLE.lefty.public}:22`, "-p", String(port), LEFTY],
  ];
};
const TUNNEL = 20_000 + (process.pid % 10_000);

describe("what ssh refuses", () => {
  it("is told in its own words: another host key, another key, nobody there", async () => {
    const known = await readFile(sshd.access.knownHostsFile, "utf8");
    const other = `${sshd.access.knownHostsFile}.other`;
    await writeFile(other, known.replace(/AAAA\S+/, await otherKey()));
    await expect(door({ knownHostsFile: other }).client.hello.query()).rejects.toThrow("Host key verification failed");
    await writeFile(other, "");
    await expect(door({ knownHostsFile: other }).client.hello.query()).rejects.toThrow("Host key verification failed");
    await expect(door({ identityFile: "/dev/null" }).client.hello.query()).rejects.toThrow("Permission denied");
    await expect(door({ user: "root" }).client.hello.query()).rejects.toThrow("Permission denied");
    await expect(door({ port: 1 }).client.hello.query()).rejects.toThrow("Connection refused");
  });
});

/** A key that is not lefty's: the console's own. */
const otherKey = async (): Promise<string> =>
  (await readFile(`${sshd.access.identityFile}.pub`, "utf8")).split(" ")[1] ?? "";
