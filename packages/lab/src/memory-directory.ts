import { readFile, statfs } from "node:fs/promises";

const SHARED_MEMORY = "/dev/shm";

/**
 * Where User-Mode Linux keeps its memory, a file that must be executable: in shared memory if that is large enough and
 * allows it (in a container it often does neither), else in `fallback`.
 */
export async function memoryDirectory(megabytes: number, fallback: string): Promise<string> {
  const mounts = await readFile("/proc/mounts", "utf8");
  const options = mounts.split("\n").map((line) => line.split(" "));
  const [, , , flags = "noexec"] = options.findLast(([, directory]) => directory === SHARED_MEMORY) ?? [];
  if (flags.split(",").includes("noexec")) return fallback;
  const { bavail, bsize } = await statfs(SHARED_MEMORY);
  return bavail * bsize >= megabytes * 2 ** 20 ? SHARED_MEMORY : fallback;
}
