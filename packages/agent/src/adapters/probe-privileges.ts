import { readFileSync } from "node:fs";

/** What decides how an operator's program is started. */
export type PrivilegeFacts = {
  readonly root: boolean;
  /** Effective capabilities, one bit each, as in /proc/self/status. */
  readonly capabilities: bigint;
  /** The users of this system. */
  readonly users: ReadonlySet<string>;
};

export const CHECK_USER = "piranha-check";

/**
 * The words to put before a program so that it runs with none of our rights: as `piranha-check` where that user exists and
 * we may change users; else root becomes `nobody`, and anybody else keeps the user but no capability.
 */
export function unprivileged({ root, capabilities, users }: PrivilegeFacts): readonly [string, ...string[]] {
  const may = (capability: number) => ((capabilities >> BigInt(capability)) & 1n) === 1n;
  const mayChangeUser = root || (may(CAP_SETUID) && may(CAP_SETGID));
  const user = users.has(CHECK_USER) ? CHECK_USER : root ? NOBODY : undefined;
  return [
    "setpriv",
    ...(mayChangeUser && user ? [`--reuid=${user}`, `--regid=${user}`, "--clear-groups"] : []),
    "--inh-caps=-all",
    "--ambient-caps=-all",
    ...(may(CAP_SETPCAP) ? ["--bounding-set=-all"] : []),
    "--no-new-privs",
    "--pdeathsig=KILL", // the lvs process is killed when it hangs; its programs must not pile up
    "--",
  ];
}

/** Numbers, because the group of `nobody` has different names. */
const NOBODY = "65534";

// capabilities(7)
const CAP_SETGID = 6;
const CAP_SETUID = 7;
const CAP_SETPCAP = 8;

/** Reads {@link PrivilegeFacts} of this process. */
export function privilegeFacts(): PrivilegeFacts {
  const capabilities = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "0";
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":")[0] ?? "");
  return { root: process.geteuid?.() === 0, capabilities: BigInt(`0x${capabilities}`), users: new Set(users) };
}
