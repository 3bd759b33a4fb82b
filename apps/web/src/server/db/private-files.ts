import { chown, mkdir, stat } from "node:fs/promises";

/** Makes a directory that only its owner may enter; one that exists stays as it is. */
export async function makePrivateDir(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
}

/** Gives a file to whoever owns the directory: `piranha-passwd` runs as root, the console does not. */
export async function giveToOwner(file: string, dir: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(dir);
  if (uid !== 0) await chown(file, uid, gid);
}
