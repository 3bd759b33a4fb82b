import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { programProbe } from "../../src/adapters/probe-program.ts";
import { privilegeFacts, unprivileged } from "../../src/adapters/probe-privileges.ts";
import { ms } from "./probe-server.ts";

let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "piranha-programs-"));
  await chmod(directory, 0o777); // programs run as somebody else and leave their marks here
});
afterAll(() => rm(directory, { recursive: true }));

const probe = programProbe({
  scriptsDirectory: "/unused",
  trust: async (_, name) => ({ ok: true, path: join(directory, name) }),
});

/** Writes a program and runs it as a check. */
async function run(
  script: string,
  {
    args = [],
    expect,
    useRegex = false,
    timeoutMs = ms(5000),
    signal,
  }: {
    args?: string[];
    expect?: string;
    useRegex?: boolean;
    timeoutMs?: number;
    signal?: AbortSignal;
  } = {},
) {
  const name = `check-${Math.random().toString(36).slice(2)}`;
  await writeFile(join(directory, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const test = { kind: "program", words: [name, ...args], expect, useRegex } as const;
  return probe({ timeoutMs, test }, { signal, transcript: true });
}
const outcomeOf = async (...given: Parameters<typeof run>) => (await run(...given)).outcome;

/** A zombie is dead: who has to bury it is not our business. */
const alive = (pid: number) => {
  try {
    return !/^State:\s*Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
};
const pidsIn = async (file: string) => (await readFile(join(directory, file), "utf8")).trim().split("\n").map(Number);

describe("a program check", () => {
  // prettier-ignore
  it.each([
    ["exit 0",                       {},                                       "pass"],
    ["echo OK",                      { expect: "OK" },                         "pass"],
    ["printf OK",                    { expect: "OK" },                         "pass"],
    ["echo OK; echo",                { expect: "OK" },                         "fail"],
    ["echo OK and more",             { expect: "OK" },                         "fail"],
    ["echo 1.2.3",                   { expect: "1.*.3" },                      "pass"],
    ["echo server is up",            { expect: "is (up|fine)$", useRegex: true }, "pass"],
    ["printf 'a\\nb\\n'",            { expect: String.raw`a\nb` },             "pass"],
    ["echo OK; exit 1",              { expect: "OK" },                         "fail"],
    ["exit 3",                       {},                                       "fail"],
    ["kill -9 $$",                   {},                                       "fail"],
    ['echo "$#:$1:$2"',              { args: ["a b", "*"], expect: "2:a b:\\x2a" }, "pass"],
    ["cat; echo done",               { expect: "done" },                       "pass"],
  ])("that runs %j with %j is a %s", async (script, given, kind) => {
    expect((await outcomeOf(script, given)).kind).toBe(kind);
  });

  it("says how the program ended and what it complained of", async () => {
    expect(await outcomeOf("echo 'no such table' >&2; echo more >&2; exit 2")).toMatchObject({
      failure: { phase: "program", exit: 2, said: "no such table" },
    });
    expect(await outcomeOf("kill -9 $$")).toMatchObject({ failure: { phase: "program", exit: "SIGKILL" } });
    expect(await outcomeOf("echo NO", { expect: "OK" })).toMatchObject({ failure: { phase: "match", seen: "NO" } });
  });

  it("kills a program that hangs, with all of its children, at the deadline", async () => {
    const outcome = await outcomeOf(
      `sleep 1000 & sleep 1000 & echo $$ > ${directory}/hung; jobs -p >> ${directory}/hung; wait`,
      {
        timeoutMs: 500,
      },
    );
    expect(outcome).toMatchObject({ kind: "fail", failure: { phase: "timeout", during: "program" } });
    const pids = await pidsIn("hung");
    expect(pids).toHaveLength(3);
    await vi.waitFor(() => expect(pids.filter(alive)).toEqual([]), { timeout: ms(3000) });
  });

  it("kills the children that a program leaves behind, and does not wait for them", async () => {
    const outcome = await outcomeOf(`sleep 1000 & echo $! > ${directory}/left; echo OK`, {
      expect: "OK",
      timeoutMs: ms(60_000),
    });
    expect(outcome.kind).toBe("pass");
    const pids = await pidsIn("left");
    await vi.waitFor(() => expect(pids.filter(alive)).toEqual([]), { timeout: ms(3000) });
  });

  it("kills the program when it is aborted", async () => {
    const abort = new AbortController();
    const running = outcomeOf(`echo $$ > ${directory}/aborted; exec sleep 1000`, {
      signal: abort.signal,
      timeoutMs: ms(60_000),
    });
    await vi.waitFor(async () => expect(await pidsIn("aborted")).not.toEqual([0]), { timeout: ms(3000) });
    abort.abort();
    expect(await running).toEqual({ kind: "aborted" });
    const pids = await pidsIn("aborted");
    await vi.waitFor(() => expect(pids.filter(alive)).toEqual([]), { timeout: ms(3000) });
  });

  it("keeps 64 KiB of what a program prints and lets it print on", async () => {
    const { outcome, transcript } = await run("head -c 3000000 /dev/zero | tr '\\0' x; echo; echo e >&2", {
      expect: "^x{100}",
      useRegex: true,
    });
    expect(outcome.kind).toBe("pass");
    expect(transcript.map(({ what }) => what)).toEqual(["started", "printed", "complained", "ended"]);
    const cut = await outcomeOf("head -c 65537 /dev/zero | tr '\\0' x", { expect: "x".repeat(65_536) });
    expect(cut).toMatchObject({ kind: "fail", failure: { phase: "match" } });
  });

  it("gives a program nothing of ours: no environment, no input, no open files", async () => {
    process.env.PIRANHA_SECRET = "x";
    const inherited = execFileSync("ls", ["/proc/self/fd"], { encoding: "utf8" }).trim().split("\n");
    const { transcript } = await run("env | sort; cat; pwd; ls /proc/self/fd");
    delete process.env.PIRANHA_SECRET;
    const printed = transcript.find(({ what }) => what === "printed")?.text ?? "";
    expect(printed).toContain("PATH=/usr/local/sbin:");
    expect(printed).not.toContain("PIRANHA");
    expect(inherited).toEqual(expect.arrayContaining((printed.split("\\n/\\n")[1] ?? "?").split("\\n").slice(0, -1)));
  });

  it("takes all rights away from a program", async () => {
    const { transcript } = await run("grep -E '^(Cap(Inh|Prm|Eff|Bnd|Amb)|NoNewPrivs|Uid|Groups)' /proc/self/status");
    const printed = transcript.find(({ what }) => what === "printed")?.text ?? "";
    for (const set of ["Inh", "Prm", "Eff", "Amb"]) expect(printed).toMatch(new RegExp(`Cap${set}:\\\\t0+\\\\n`));
    expect(printed).toContain("NoNewPrivs:\\t1");
    if (process.geteuid?.() === 0) expect(printed).not.toMatch(/Uid:\\t0/);
  });

  it("is a fault of ours when the program may not be run or cannot be started", async () => {
    const refused = programProbe({
      scriptsDirectory: "/x",
      trust: async () => ({ ok: false, problem: "chmod go-w /x" }),
    });
    const test = { kind: "program", words: ["a"], expect: undefined, useRegex: false } as const;
    expect((await refused({ timeoutMs: 1000, test }, {})).outcome).toEqual({ kind: "fault", problem: "chmod go-w /x" });
    const { outcome } = await probe({ timeoutMs: ms(5000), test: { ...test, words: ["absent"] } }, {});
    expect(outcome).toMatchObject({ kind: "fault", problem: expect.stringContaining("No such file") as string });
    const unlaunched = programProbe({
      scriptsDirectory: "/x",
      launcher: ["/no/setpriv"],
      trust: async () => ({ ok: true, path: "/bin/true" }),
    });
    expect((await unlaunched({ timeoutMs: ms(5000), test }, {})).outcome).toEqual({
      kind: "fault",
      problem: "this router could not start /no/setpriv (ENOENT)",
    });
  });
});

describe.runIf(process.geteuid?.() === 0)("a program of another user, started without CAP_KILL", () => {
  it("is killed all the same, with its children", async () => {
    // What the agent does as its own user: process.kill is refused (EPERM), a kill(1) as the other user is not.
    const kill = vi.spyOn(process, "kill").mockImplementation((pid) => {
      if (pid < 0) throw Object.assign(new Error("kill EPERM"), { code: "EPERM" });
      return true;
    });
    const outcome = await outcomeOf(`sleep 1000 & echo $$ $! | tr ' ' '\\n' > ${directory}/foreign; wait`, {
      timeoutMs: 500,
    });
    expect(outcome).toMatchObject({ kind: "fail", failure: { phase: "timeout" } });
    kill.mockRestore();
    const pids = await pidsIn("foreign");
    await vi.waitFor(() => expect(pids.filter(alive)).toEqual([]), { timeout: ms(3000) });
  });

  it("starts with the words this system allows", () => {
    expect(unprivileged(privilegeFacts())).toContain("--no-new-privs");
  });
});
