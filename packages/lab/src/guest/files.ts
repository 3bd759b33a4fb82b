import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { GuestCalls, GuestPath } from "../protocol.ts";
import { nowMs } from "./clock.ts";
import type { Nodes } from "./nodes.ts";

/** Where a node's path is for the controller: through the file tree of the process that holds the node. */
const within = (nodes: Nodes, { node, path }: GuestPath): string =>
  node === undefined ? path : `/proc/${nodes.pid(node)}/root${path}`;

/** Writes a file as a node sees it, making its folders. */
export async function writeGuestFile(
  nodes: Nodes,
  { base64, mode, ...where }: GuestCalls["writeFile"]["params"],
): Promise<{ atMs: number }> {
  const place = within(nodes, where);
  await mkdir(dirname(place), { recursive: true });
  await writeFile(place, Buffer.from(base64, "base64"));
  const atMs = nowMs();
  await chmod(place, mode);
  return { atMs };
}

/** Reads a file as a node sees it. */
export async function readGuestFile(nodes: Nodes, where: GuestPath): Promise<{ base64: string }> {
  return { base64: (await readFile(within(nodes, where))).toString("base64") };
}

/** Waits until every file holds `content`: how the kernel shows that links are up, without an event that says so. */
export async function awaitGuestFiles(
  nodes: Nodes,
  { files, content, timeoutMs }: GuestCalls["awaitFiles"]["params"],
): Promise<{ atMs: number }> {
  const deadlineMs = nowMs() + timeoutMs;
  for (const where of files) {
    for (;;) {
      const found = (await readFile(within(nodes, where), "utf8").catch((error: unknown) => String(error))).trim();
      if (found === content) break;
      if (nowMs() > deadlineMs) throw new Error(`${where.path} holds "${found}", not "${content}"`);
      await delay(5);
    }
  }
  return { atMs: nowMs() };
}
