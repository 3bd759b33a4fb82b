import { describe, expect, it } from "vitest";
import { CommandError, exec } from "../../src/adapters/exec.ts";
import { ms } from "./probe-server.ts";

const sh = (script: string, limit?: Parameters<typeof exec>[1]) => exec(["/bin/sh", "-c", script], limit);
const failure = (running: Promise<string>) =>
  running.then(
    () => undefined,
    (error: unknown) => error as CommandError,
  );

describe("exec", () => {
  it("resolves with what the program prints", async () => {
    expect(await exec(["/bin/echo", "a  b", "$HOME", "é"])).toBe("a  b $HOME é\n");
  });

  it("gives the program its input, and an end of it", async () => {
    expect(await exec(["/bin/cat"], { input: "hello" })).toBe("hello");
    expect(await exec(["/bin/cat"])).toBe("");
  });

  it("does not mind a program that leaves its input unread", async () => {
    expect(await sh("exec <&-; echo ok", { input: "x".repeat(1_000_000) })).toBe("ok\n");
  });

  it("rejects with the exit code and what the program said when it fails", async () => {
    const error = await failure(sh("echo out; echo ' no such device ' >&2; exit 3"));
    expect(error).toBeInstanceOf(CommandError);
    expect(error).toMatchObject({
      failure: "exit",
      exitCode: 3,
      stdout: "out\n",
      stderr: "no such device",
      message: expect.stringMatching(/: no such device$/) as string,
    });
  });

  it("rejects when a signal ends the program", async () => {
    expect(await failure(sh("kill -9 $$"))).toMatchObject({ failure: "exit", exitCode: undefined });
  });

  it("rejects when there is no such program, or no right to run it", async () => {
    expect(await failure(exec(["/no/such/program"]))).toMatchObject({ failure: "not-found" });
    expect(await failure(exec(["/etc/passwd"]))).toMatchObject({ failure: "not-started" });
  });

  it("kills a program at its deadline and does not wait for whatever still holds its output", async () => {
    const began = performance.now();
    expect(await failure(sh("sleep 30 & wait", { timeoutMs: 300 }))).toMatchObject({ failure: "timeout" });
    expect(performance.now() - began).toBeLessThan(ms(10_000));
  });

  it("stops when it is aborted, before or while it runs", async () => {
    expect(await failure(sh("echo", { signal: AbortSignal.abort() }))).toMatchObject({ failure: "aborted" });
    const signal = AbortSignal.timeout(50);
    expect(await failure(sh("exec sleep 30", { signal, timeoutMs: ms(20_000) }))).toMatchObject({ failure: "aborted" });
  });

  it("bounds what a program may print", async () => {
    const error = await failure(sh("exec cat /dev/zero", { maxOutputBytes: 100_000, timeoutMs: ms(20_000) }));
    expect(error).toMatchObject({ failure: "too-much-output" });
    expect(error?.stdout.length).toBeLessThanOrEqual(100_000);
  });
});
