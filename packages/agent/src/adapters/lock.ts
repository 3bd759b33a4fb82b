import { spawnSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";

/** Another agent holds the lock. */
export class LockedError extends Error {
  override readonly name = "LockedError";
  readonly file: string;
  constructor(file: string) {
    super(`another piranha-agent already runs here (it holds ${file}); stop it first, or use another --state-dir`);
    this.file = file;
  }
}

/**
 * Takes a lock that lives exactly as long as this process, however it ends: flock(2) on an open file, set through flock(1),
 * because Node has no call for it. The descriptor is close-on-exec, so children don't keep it.
 *
 * @returns releases it.
 * @throws {LockedError} when another process has it.
 */
export function takeLock(file: string): () => void {
  const fd = openSync(file, "a", 0o600);
  const { status, error } = spawnSync("flock", ["--nonblock", "3"], { stdio: ["ignore", "ignore", "ignore", fd] });
  if (status === 0) return () => closeSync(fd);
  closeSync(fd);
  throw error ?? new LockedError(file);
}
