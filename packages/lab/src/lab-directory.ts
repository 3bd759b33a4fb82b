import { mkdtemp, readdir, rm } from "node:fs/promises";
import { existsSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PREFIX = "piranha-lab-";

/**
 * Makes the temporary directory of one lab. It goes when this process exits; if that was killed, the next lab removes it.
 * `others` is how many labs there are already.
 */
export async function labDirectory(): Promise<{ directory: string; others: number }> {
  const others = await removeOrphans();
  const directory = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  process.once("exit", () => rmSync(directory, { recursive: true, force: true }));
  return { directory, others };
}

/** Removes the directories of labs whose process is gone, counts the rest. */
async function removeOrphans(): Promise<number> {
  let alive = 0;
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? name.slice(PREFIX.length).split("-")[0] : undefined;
    if (pid === undefined) continue;
    if (existsSync(`/proc/${pid}`)) alive++;
    else await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
  return alive;
}
