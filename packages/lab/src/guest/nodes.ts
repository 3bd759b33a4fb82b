import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, readdir, readlink, rm, writeFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { GuestCalls } from "../protocol.ts";

const READY = "lab: ready";

/** The nodes of the lab. Each lives as long as the shell that holds its namespaces. */
export type Nodes = {
  readonly pid: (node: string) => number;
  readonly add: (params: GuestCalls["addNode"]["params"]) => Promise<{ pid: number }>;
  readonly remove: (node: string) => Promise<null>;
};

export function nodes(): Nodes {
  const holders = new Map<string, number>();
  const pid = (node: string): number => {
    const held = holders.get(node);
    if (held === undefined) throw new Error(`There is no node ${node}`);
    return held;
  };
  return {
    pid,
    add: async ({ node, hostname, script }) => {
      await prepareFiles(node);
      const holder = spawn("unshare", ["--net", "--mount", "--uts", "--", "sh", "-e"], { stdio: "pipe" });
      holder.stdin.write(`${privateFiles(node, hostname)}\n${script}\necho "${READY}"\n`);
      await ready(holder, node).catch((error: unknown) => {
        holder.kill("SIGKILL");
        throw error;
      });
      if (holder.pid === undefined) throw new Error(`Node ${node} has no process`);
      holders.set(node, holder.pid);
      return { pid: holder.pid };
    },
    remove: async (node) => {
      await killAllIn(await readlink(`/proc/${pid(node)}/ns/net`));
      holders.delete(node);
      await rm(folder(node), { recursive: true, force: true });
      return null;
    },
  };
}

const folder = (node: string): string => `/run/lab/nodes/${node}`;
/** Host folders of which each node gets a writable copy; what it changes stays in memory. */
const COPIED = ["etc", "var", "tmp"];

async function prepareFiles(node: string): Promise<void> {
  const layers = COPIED.flatMap((name) => [`${name}/upper`, `${name}/work`]);
  for (const name of ["run", ...layers]) await mkdir(`${folder(node)}/${name}`, { recursive: true });
  const copies = COPIED.map((name) => {
    const layer = `${folder(node)}/${name}`;
    return `overlay /${name} overlay lowerdir=/${name},upperdir=${layer}/upper,workdir=${layer}/work`;
  });
  const artefacts = process.env["LAB_ARTEFACTS"] ?? "";
  await writeFile(
    `${folder(node)}/fstab`,
    [
      ...copies,
      `/run/lab/artefacts ${artefacts} none bind`,
      `${node} /sys sysfs`, // Not called "sysfs": that is mounted there already, so "mount -a" would skip it.
      `${folder(node)}/run /run none bind`,
      "",
    ].join("\n"),
  );
}

const privateFiles = (node: string, hostname: string): string => `
chmod 1777 ${folder(node)}/tmp/upper
mount -a -T ${folder(node)}/fstab
echo ${hostname} >/proc/sys/kernel/hostname`;

function ready(holder: ChildProcess, node: string): Promise<void> {
  let said = "";
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      if (said.includes(READY)) resolve();
    };
    holder.stdout?.on("data", listen);
    holder.stderr?.on("data", listen);
    holder.once("error", reject);
    holder.once("exit", () => reject(new Error(`Node ${node} could not be set up: ${said.trim()}`)));
  });
}

/** Kills every process of a network namespace, whatever its parent, and waits until none is left. */
async function killAllIn(namespace: string): Promise<void> {
  for (;;) {
    const found = await processesIn(namespace);
    if (found.length === 0) return;
    for (const pid of found) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It ended by itself in the meantime.
      }
    }
    await delay(5); // No event tells of the end of a process that isn't our child.
  }
}

async function processesIn(namespace: string): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const where = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/ns/net`).catch(() => "")));
  return pids.filter((_, index) => where[index] === namespace);
}
