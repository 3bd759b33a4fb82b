import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, readdir, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { startLab, within } from "../../src/index.ts";
import { labDirectory } from "../../src/lab-directory.ts";
import { packageFile } from "../../src/package-file.ts";

/** Boots a lab in a process of its own and resolves with the lab's directory, which its processes bear in their arguments. */
async function bootElsewhere(fate: "close" | "throw" | "wait"): Promise<{ host: ChildProcess; directory: string }> {
  const argv = ["--import", "tsx", packageFile("test/kernel/boot-and-wait.ts"), fate];
  const host = spawn(process.execPath, argv, { stdio: ["ignore", "pipe", "ignore"] });
  let said = "";
  for await (const chunk of host.stdout) {
    said += String(chunk);
    const place = /booted (.*)\n/.exec(said)?.[1];
    if (place !== undefined) return { host, directory: dirname(place) };
  }
  throw new Error(`The host process ended: ${said}`);
}

async function processesWith(argument: string): Promise<string[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  return commands.filter((command) => command.includes(argument));
}

describe("a lab whose host process ends", () => {
  it.each([
    ["is killed", "wait", "SIGKILL"],
    ["is terminated", "wait", "SIGTERM"],
    ["is interrupted", "wait", "SIGINT"],
    ["throws", "throw", undefined],
    ["closes it", "close", undefined],
  ] as const)("leaves no process when that %s", async (_, fate, signal) => {
    const { host, directory } = await bootElsewhere(fate);
    const exited = once(host, "exit");
    if (signal) {
      expect((await processesWith(directory)).length).toBeGreaterThan(0);
      host.kill(signal);
    }
    await within(20_000, "The host process to end", exited);
    await expect.poll(() => processesWith(directory), { timeout: 5_000 }).toEqual([]);
    const next = await labDirectory(); // What a killed process left, the next lab removes.
    expect(existsSync(directory)).toBe(false);
    await rm(next.directory, { recursive: true });
  });
});

describe("startLab", () => {
  it("says what the kernel said when the lab does not start", async () => {
    const start = startLab({ kernel: "uml", memoryMegabytes: 1 });
    await expect(start).rejects.toThrow("The lab did not start");
  });
});
