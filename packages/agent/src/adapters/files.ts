import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat, type FileHandle } from "node:fs/promises";
import path from "node:path";

/**
 * Replaces a file in one step: a reader sees the old text or the new one, whenever this process dies. The new text is on the
 * disk before the name points to it.
 *
 * @throws NodeJS.ErrnoException when the folder is missing or not writable.
 */
export async function replaceFile(file: string, text: string, mode = 0o660): Promise<void> {
  const fresh = path.join(path.dirname(file), `.${path.basename(file)}.${String(process.pid)}.new`);
  const handle = await open(
    fresh,
    constants.O_CREAT | constants.O_TRUNC | constants.O_WRONLY | constants.O_NOFOLLOW,
    mode,
  );
  try {
    await handle.chmod(mode);
    await likeBefore(handle, file);
    await handle.writeFile(text);
    await handle.sync();
    await handle.close();
    await rename(fresh, file);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(fresh, { force: true });
    throw error;
  }
  const folder = await open(path.dirname(file), "r");
  await folder.sync().finally(() => folder.close());
}

/** Owner, group and mode stay those of the file that is replaced, as far as we may. */
async function likeBefore(handle: FileHandle, file: string): Promise<void> {
  const before = await stat(file).catch(() => undefined);
  if (!before) return;
  await handle.chmod(before.mode & 0o777);
  await handle.chown(before.uid, before.gid).catch(() => undefined); // not root: the file is ours from now on
}

/** Removes what a killed {@link replaceFile} left beside `file`. */
export async function removeLeftovers(file: string): Promise<void> {
  const name = `.${path.basename(file)}.`;
  const folder = path.dirname(file);
  const left = (await list(folder)).filter((entry) => entry.startsWith(name) && entry.endsWith(".new"));
  for (const entry of left) await rm(path.join(folder, entry), { force: true });
}

/** A file's text, or undefined when it does not exist. Bytes that are not UTF-8 become U+FFFD. */
export async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (isErrno(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Names in a folder, sorted; a missing folder is empty. */
export async function list(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isErrno(error, "ENOENT")) return [];
    throw error;
  }
}

/** Makes a folder of this agent's, readable by nobody else. */
export async function makeFolder(folder: string, mode = 0o700): Promise<void> {
  await mkdir(folder, { recursive: true, mode });
}

/** The hash by which everybody names a text of lvs.cf: SHA-256, hex. */
export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** True for an operating system error of this code, such as `ENOENT`. */
export const isErrno = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;
