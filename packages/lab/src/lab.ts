import { execFile } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { openChannel } from "./channel.ts";
import { LabError, within } from "./deadline.ts";
import { type KernelKind, kernelKind, startKernel } from "./kernel.ts";
import { labDirectory } from "./lab-directory.ts";
import { lines as openLines } from "./lines.ts";
import { memoryDirectory as whereMemoryGoes } from "./memory-directory.ts";
import { type Network, layOut } from "./network.ts";
import type { NetworkPlan } from "./network-plan.ts";
import { packageFile } from "./package-file.ts";
import { type Place, place } from "./place.ts";

export type LabOptions = {
  /** User-Mode Linux where the host's kernel has no IPVS, when absent. */
  readonly kernel?: KernelKind;
  /** Of the User-Mode Linux kernel; taken from the host only as it is used. 2048 when absent. */
  readonly memoryMegabytes?: number;
  /** Gets logs and captures and stays. When absent they lie in a temporary directory that goes with the lab. */
  readonly artefactsDir?: string;
  /** Told each line of the kernel's console. */
  readonly onLog?: (line: string) => void;
};

/** A kernel with IPVS, and the networks in it. */
export type Lab = {
  readonly kernel: KernelKind;
  readonly artefactsDir: string;
  /** The namespace that holds the bridges of all networks. */
  readonly outside: Place;
  /** Lays out a network. Several may exist at a time. */
  readonly network: <const Name extends string>(plan: NetworkPlan<Name>) => Promise<Network<Name>>;
  /** The lab's monotonic clock: what every `atMs` of every program in it is measured by. */
  readonly nowMs: () => Promise<number>;
  /** Ends everything. Does nothing the second time. */
  readonly close: () => Promise<void>;
};

/**
 * Boots a lab. Whatever ends this process ends the lab too.
 *
 * @throws {LabError} when it does not come up, with the end of the kernel's console.
 */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  if (process.getuid?.() !== 0) throw new LabError("The lab needs root: it makes namespaces and mounts");
  const kind = options.kernel ?? (await kernelKind());
  const { directory, others } = await labDirectory();
  const artefactsDir = resolve(options.artefactsDir ?? join(directory, "artefacts"));
  await mkdir(artefactsDir, { recursive: true });

  const console: string[] = [];
  const onLog = (line: string): void => {
    console.push(line);
    options.onLog?.(line);
  };
  const memoryMegabytes = options.memoryMegabytes ?? 2048;
  const memoryDirectory = await whereMemoryGoes(memoryMegabytes, directory);
  const bundled = promisify(execFile)(process.execPath, [packageFile("build.mjs"), directory]);
  const kernel = startKernel({ kind, memoryMegabytes, memoryDirectory, directory, artefactsDir, others, onLog });
  const channel = openChannel(kernel.input, kernel.output);
  void kernel.ended.then((reason) => channel.close(`The lab has ended: ${reason}`));

  const stop = async (graceMs: number): Promise<void> => {
    if (graceMs > 0) await channel.call("leave", null).catch(() => undefined);
    await kernel.stop(graceMs);
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await bundled;
    await writeFile(join(directory, "bundled"), "");
    await within(60_000, "The lab's kernel to boot", channel.ready);
  } catch (cause) {
    await stop(0);
    throw new LabError(`The lab did not start:\n${console.slice(-20).join("\n")}`, { cause });
  }

  const outside = place(channel, { title: "lab", logDir: artefactsDir });
  const guestProgram = (name: string): readonly string[] => [process.execPath, join(directory, `${name}.mjs`)];
  const lines = openLines(kernel.lines);
  const ground = { channel, outside, artefactsDir, privateDir: directory, lines, guestProgram };
  const numbers = new Set<number>();
  const names = new Map<string, number>();
  let closing: Promise<void> | undefined;
  return {
    kernel: kind,
    artefactsDir,
    outside,
    network: async (plan) => {
      let number = 1;
      while (numbers.has(number)) number++;
      numbers.add(number);
      const { name = "network" } = plan;
      const count = (names.get(name) ?? 0) + 1;
      names.set(name, count);
      const title = count === 1 ? name : `${name}-${count}`;
      return layOut(ground, { number, title, plan }, () => {
        numbers.delete(number);
      });
    },
    nowMs: async () => (await channel.call("now", null)).atMs,
    close: () => (closing ??= stop(5_000)),
  };
}
