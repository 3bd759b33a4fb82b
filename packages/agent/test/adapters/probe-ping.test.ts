import { describe, expect, it } from "vitest";
import { CommandError, exec, type Exec } from "../../src/adapters/exec.ts";
import { pingHost } from "../../src/adapters/probe-ping.ts";

const failing =
  (error: Error): Exec =>
  () =>
    Promise.reject(error);
const exit = (exitCode: number) => new CommandError(["ping"], "exit", "", { exitCode });

describe("pingHost", () => {
  it("says that a host answers when a reply came", async () => {
    expect(await pingHost(async () => "")("10.0.0.1")).toBe("answers");
  });

  it("says that a host is silent when none came", async () => {
    expect(await pingHost(failing(exit(1)))("10.0.0.1")).toBe("silent");
    expect(await pingHost(failing(new CommandError(["ping"], "timeout", "")))("10.0.0.1")).toBe("silent");
  });

  it("says nothing when it could not ask", async () => {
    expect(await pingHost(failing(exit(2)))("10.0.0.1")).toBeUndefined();
    expect(await pingHost(exec, "/no/ping")("10.0.0.1")).toBeUndefined();
  });

  it("passes the address as one argument of a program that asks once", async () => {
    let argv: readonly string[] = [];
    await pingHost(async (words) => ((argv = words), ""))("fe80::1");
    expect(argv).toEqual(["ping", "-n", "-q", "-c1", "-W1", "fe80::1"]);
  });
});
