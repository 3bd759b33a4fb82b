import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Network } from "./network.ts";
import type { LabNode } from "./node.ts";

const COMMANDS = [
  "ip addr",
  "ip route",
  "ip -6 route",
  "ip neigh",
  "ipvsadm -Sn",
  "ipvsadm -Ln --stats",
  "ipvsadm -Lnc",
  "ipvsadm -L --daemon",
  "nft list ruleset",
  "ss -tanup",
  "ps axf",
];

/** Writes what a node's kernel says of it to `state.txt` in its folder. */
export async function collectState(node: LabNode): Promise<string> {
  const path = join(node.logDir, "state.txt");
  const script = COMMANDS.map((command) => `echo "# ${command}"; ${command} 2>&1; echo`).join("\n");
  await writeFile(path, (await node.run(["sh", "-c", script])).stdout);
  return path;
}

/** As much of a Vitest test as is needed to tell whether it failed. */
type Task = { readonly name: string; readonly result?: { readonly state: string } | undefined };

/**
 * Keeps the logs, captures and state of networks whose test failed, in `test-results/lab/TEST`. To be called from
 * `afterEach(({ task }) => collectOnFailure(task, net))`, before the networks are closed.
 *
 * @returns the folder, or undefined when the test did not fail.
 */
export async function collectOnFailure(task: Task, ...networks: readonly Network[]): Promise<string | undefined> {
  if (task.result?.state !== "fail") return undefined;
  const directory = resolve("test-results", "lab", task.name.replaceAll(/[^\w.-]+/g, "-").slice(0, 100));
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  for (const network of networks) await cp(await network.collect(), join(directory, network.name), { recursive: true });
  return directory;
}
