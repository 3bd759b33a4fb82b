import { readFile } from "node:fs/promises";
import type { RouterFacts } from "@piranha/lvs/status";

/** Age and memory of our own processes, from proc(5). A process that is gone is left out. */
export async function processAges(
  pids: Readonly<Record<string, number>>,
  nowMs: number,
): Promise<RouterFacts["processes"]> {
  const uptimeSeconds = Number((await readFile("/proc/uptime", "utf8")).split(" ")[0]);
  const found = Object.entries(pids).map(async ([name, pid]) => {
    const [stat, statm] = await Promise.all([proc(pid, "stat"), proc(pid, "statm")]);
    if (stat === undefined || statm === undefined) return [];
    // the name in brackets may contain blanks; field 22 is the start in clock ticks since boot
    const startTicks = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]);
    const ageMs = (uptimeSeconds - startTicks / TICKS_PER_SECOND) * 1000;
    return [{ name, pid, sinceMs: nowMs - ageMs, rssBytes: Number(statm.split(" ")[1]) * PAGE_BYTES }];
  });
  return (await Promise.all(found)).flat();
}

/** USER_HZ and the page size of every Linux that Node runs on with 4 KiB pages. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

const proc = (pid: number, name: string) => readFile(`/proc/${String(pid)}/${name}`, "utf8").catch(() => undefined);
