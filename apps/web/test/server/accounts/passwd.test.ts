import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accounts } from "../../../src/server/accounts/accounts.ts";
import { databaseFile } from "../../../src/server/db/data-dir.ts";
import { openDb, type Db } from "../../../src/server/db/open.ts";
import { OTHER_PASSWORD, PASSWORD } from "./fresh.ts";

const root = path.join(import.meta.dirname, "../../../../..");

describe("piranha-passwd", { timeout: 30_000 }, () => {
  let dataDir: string;
  let db: Db | undefined;
  beforeEach(() => {
    dataDir = path.join(mkdtempSync(path.join(tmpdir(), "piranha-passwd-")), "data");
  });
  afterEach(async () => {
    await db?.$disconnect();
    db = undefined;
    rmSync(path.dirname(dataDir), { recursive: true, force: true });
  });

  const passwd = (input: string, ...args: string[]) => run(["--data-dir", dataDir, ...args], input);
  const open = () => (db ??= openDb(databaseFile(dataDir)));
  const signIn = (name: string, password: string) =>
    accounts(open()).signIn({ name, password, address: "192.0.2.1", browser: "" });

  it("makes the database and the admin from one line of input, and writes it down", async () => {
    expect(await passwd(`${PASSWORD}\n`)).toMatchObject({ code: 0, stdout: "" });
    expect((statSync(databaseFile(dataDir)).mode & 0o777).toString(8)).toBe("600");
    expect(await signIn("piranha", PASSWORD)).toMatchObject({ kind: "signedIn", who: { role: "admin" } });
    const [line] = await open().auditEntry.findMany();
    expect(line).toMatchObject({ action: "piranha-passwd", target: "piranha", outcome: "done" });
  });

  it("makes viewers, and removes them", async () => {
    expect(await passwd(PASSWORD, "--viewer", "wallboard")).toMatchObject({ code: 0 });
    expect(await signIn("wallboard", PASSWORD)).toMatchObject({ kind: "signedIn", who: { role: "viewer" } });
    expect(await passwd("", "--remove", "wallboard")).toMatchObject({ code: 0 });
    expect(await signIn("wallboard", PASSWORD)).toMatchObject({ kind: "wrong" });
    expect(await passwd("", "--remove", "wallboard")).toMatchObject({
      code: 1,
      stderr: "piranha-passwd: There is no account wallboard\n",
    });
  });

  it("ends the account's sessions in a console that runs, within two seconds", async () => {
    await passwd(PASSWORD);
    const wall = accounts(open());
    const result = await wall.signIn({ name: "piranha", password: PASSWORD, address: "192.0.2.1", browser: "" });
    if (result.kind !== "signedIn") throw new Error(result.kind);
    await wall.sessionOf(result.token); // as every request does
    const heardAtMs = new Promise<number>((resolve) => wall.onRevoked(() => resolve(performance.now())));
    expect(await passwd(OTHER_PASSWORD)).toMatchObject({ code: 0 });
    const doneAtMs = performance.now();
    expect((await heardAtMs) - doneAtMs).toBeLessThan(2_000);
    expect(await wall.sessionOf(result.token)).toBeNull();
    wall.close();
  });

  it("refuses a weak password, two lines, and nothing", async () => {
    expect(await passwd("short\n")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("at least 12") as string,
    });
    expect(await passwd("one line here\nand another\n")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("one line") as string,
    });
    expect(await passwd("")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("No password came in") as string,
    });
  });

  it("refuses a password as an argument without repeating it", async () => {
    for (const args of [["hunter2hunter2"], ["--hunter2hunter2"], ["--viewer", "wallboard", "hunter2hunter2"]]) {
      const { code, stderr } = await passwd("", ...args);
      expect(code).toBe(2);
      expect(stderr).not.toContain("hunter2");
    }
  });

  it("refuses names that are none, and to remove the admin", async () => {
    for (const args of [
      ["--viewer", "Wall Board"],
      ["--viewer", "piranha"],
      ["--remove", "piranha"],
      ["--viewer", ""],
    ])
      expect(await passwd(PASSWORD, ...args), args.join(" ")).toMatchObject({ code: 2 });
  });

  it("says in words that a database cannot be used", async () => {
    const { code, stderr } = await run(["--data-dir", "/dev/null"], PASSWORD);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^piranha-passwd: \/dev\/null\/console\.db: cannot be opened or written/);
  });

  it("asks a terminal twice and shows nothing of it", async () => {
    const { stdout, code } = await onTerminal([`${PASSWORD}\r`, `${PASSWORD}\r`]);
    expect(stdout).toMatch(/New password for piranha: \r?\nThe same again: \r?\nThe password of piranha is set/);
    expect(stdout).not.toContain("herring");
    expect(code).toBe(0);
    expect(await signIn("piranha", PASSWORD)).toMatchObject({ kind: "signedIn" });
  });

  it("refuses two that differ, and lets a person give up", async () => {
    expect(await onTerminal([`${PASSWORD}\r`, `${OTHER_PASSWORD}\r`])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("not the same") as string,
    });
    expect(await onTerminal([`${PASSWORD}\r`, "\u0003"])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("Nothing was changed") as string,
    });
  });

  /** Runs it on a terminal of its own and types each answer when its prompt is there. */
  function onTerminal(answers: readonly string[]): Promise<Ended> {
    let typed = 0;
    const command = [process.execPath, ...argv(["--data-dir", dataDir])].map((word) => `'${word}'`).join(" ");
    const args = ["--quiet", "--return", "--echo", "never", "--command", command, "/dev/null"];
    return ended(spawn("script", args, { cwd: root }), (said, type) => {
      const next = said.split(/for piranha: |same again: /).length - 1;
      while (typed < next) type(answers[typed++] ?? "");
    });
  }
});

type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

const argv = (args: readonly string[]) => [
  ...["--import", path.join(root, "node_modules/tsx/dist/loader.mjs")],
  ...[path.join(root, "apps/web/src/main/piranha-passwd.ts"), ...args],
];

function run(args: readonly string[], input: string): Promise<Ended> {
  const child = spawn(process.execPath, argv(args), { cwd: root });
  child.stdin.on("error", () => undefined); // it may refuse before it reads
  child.stdin.end(input);
  return ended(child);
}

function ended(
  child: ChildProcessWithoutNullStreams,
  onSaid?: (said: string, type: (keys: string) => void) => void,
): Promise<Ended> {
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const)
    child[stream].setEncoding("utf8").on("data", (text: string) => {
      said[stream] += text;
      onSaid?.(said.stdout, (keys) => child.stdin.write(keys));
    });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, ...said })));
}
