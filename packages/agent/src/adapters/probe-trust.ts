import { lstat, realpath } from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";

/** A program that may be run, by its path, or why not and what to do. */
export type Trusted = { readonly ok: true; readonly path: string } | { readonly ok: false; readonly problem: string };

/** As much of the file system as trust needs. */
export type FileFacts = {
  readonly realpath: (path: string) => Promise<string>;
  readonly lstat: (path: string) => Promise<{
    readonly uid: number;
    readonly mode: number;
    readonly isFile: () => boolean;
  }>;
};

/**
 * Finds the program `name` in `directory` and says whether only root can have put it there: it is a regular file of root's
 * that nobody else may write, and so is every directory above it. (A sticky directory above `directory` may be writable:
 * nobody can replace root's entries in it.) An absolute path is accepted only inside `directory`, a link nowhere: whoever may
 * change what it leads through could run anything.
 */
export async function trustedProgram(
  directory: string,
  name: string,
  files: FileFacts = { realpath, lstat },
): Promise<Trusted> {
  const refuse = (problem: string): Trusted => ({ ok: false, problem });
  const home = resolve(directory);
  const path = name.startsWith("/") ? resolve(name) : join(home, name);
  const inside = name.startsWith("/") ? path.startsWith(home + sep) : basename(name) === name && !/^\.*$/.test(name);
  if (!inside)
    return refuse(`${name} is not in ${home}: cp ${name} ${join(home, basename(name))} and name it ${basename(name)}`);
  try {
    const real = await files.realpath(path);
    if (real !== path) return refuse(`${path} is or leads through a link, to ${real}: copy the file instead`);
    const program = await files.lstat(path);
    if (!program.isFile()) return refuse(`${path} is not a regular file`);
    if ((program.mode & 0o111) === 0) return refuse(`${path} is not executable: chmod 755 ${path}`);
    for (const place of [path, ...above(path)]) {
      const { uid, mode } = await files.lstat(place);
      if (uid !== 0) return refuse(`${place} does not belong to root: chown root:root ${place}`);
      const sticky = (mode & 0o1000) !== 0 && above(home).includes(place);
      if ((mode & 0o022) !== 0 && !sticky)
        return refuse(`${place} can be changed by others than root: chmod go-w ${place}`);
    }
    return { ok: true, path };
  } catch (error) {
    const errno = (error as NodeJS.ErrnoException).code;
    if (errno === "ENOENT") return refuse(`${path} does not exist`);
    if (errno === undefined) throw error;
    return refuse(`${path} cannot be looked at (${errno})`);
  }
}

/** Every directory above a path, up to the root. */
const above = (path: string): string[] => (path === "/" ? [] : [dirname(path), ...above(dirname(path))]);
