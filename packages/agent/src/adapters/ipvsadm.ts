import { readFile } from "node:fs/promises";
import {
  ipvsadmArgs,
  ipvsadmLine,
  parseIpvsadmSave,
  parseThresholds,
  withThresholds,
  type IpvsOp,
  type IpvsTable,
  type UnreadLine,
} from "@piranha/lvs/ipvs";
import { CommandError, type Exec } from "./exec.ts";

/** The kernel's IPVS table, as the agent sees it. */
export type Ipvs = {
  readonly kind: "ipvsadm" | "memory";
  /**
   * @param thresholds ask for connection limits too: they need a second listing, because `-S` leaves them out.
   * @throws {IpvsUnavailableError} when there is no IPVS to be had here.
   */
  readonly read: (
    thresholds: boolean,
  ) => Promise<{ readonly table: IpvsTable; readonly unread: readonly UnreadLine[] }>;
  /** Runs all of `ops` in order; what the kernel refuses is only seen by reading again. */
  readonly applyAll: (ops: readonly IpvsOp[]) => Promise<void>;
  /** Runs one and resolves with the kernel's refusal in its own words, or undefined. */
  readonly applyOne: (op: IpvsOp) => Promise<string | undefined>;
  /** `tcp tcpfin udp` in seconds; 0 leaves a value alone (ipvsadm(8), --set). */
  readonly setTimeouts: (seconds: Timeouts) => Promise<void>;
  readonly timeouts: () => Promise<Timeouts>;
  /** `/proc/net/ip_vs`: connections by row, cheap. Undefined where nobody counts (memory). */
  readonly listing: () => Promise<string | undefined>;
  /** `ipvsadm -L -n --stats --exact`: totals by row. Undefined where nobody counts. */
  readonly statistics: () => Promise<string | undefined>;
};

export type Timeouts = { readonly tcp: number; readonly tcpFin: number; readonly udp: number };

/** There is no IPVS table to be had; the message says why and what to do. */
export class IpvsUnavailableError extends Error {
  override readonly name = "IpvsUnavailableError";
}

const BATCH_TIMEOUT_MS = 60_000;
/** What `ipvsadm -R` ends with after a line it cannot read: 2 as seen of 1.31, 255 of others. */
const SYNTAX_ERROR: readonly (number | undefined)[] = [2, 255];

/** {@link Ipvs} through the `ipvsadm` program. */
export function ipvsadm(exec: Exec, program = "ipvsadm"): Ipvs {
  const run = async (args: readonly string[]) => {
    try {
      return await exec([program, ...args], { timeoutMs: BATCH_TIMEOUT_MS });
    } catch (error) {
      throw unavailable(error);
    }
  };
  return {
    kind: "ipvsadm",
    read: async (thresholds) => {
      const saved = parseIpvsadmSave(await run(["-S", "-n"]));
      if (!thresholds || saved.table.size === 0) return saved;
      const limits = parseThresholds(await run(["-L", "-n", "--thresholds"]));
      return { ...saved, table: withThresholds(saved.table, limits) };
    },
    applyAll: async (ops) => {
      const input = ops.map((op) => `${ipvsadmLine(op)}\n`).join("");
      await exec([program, "-R"], { input, timeoutMs: BATCH_TIMEOUT_MS }).catch((error: unknown) => {
        // it met a line it cannot read and ended there: reading the table tells what is missing, as for any refusal
        const { failure, exitCode } = error instanceof CommandError ? error : {};
        if (failure !== "exit" || !SYNTAX_ERROR.includes(exitCode)) throw unavailable(error);
      });
    },
    applyOne: async (op) => {
      try {
        await exec([program, ...ipvsadmArgs(op)]);
        return undefined;
      } catch (error) {
        const failure = unavailable(error);
        if (failure instanceof CommandError && failure.failure === "exit")
          return failure.stderr || "refused without a word";
        throw failure;
      }
    },
    setTimeouts: async ({ tcp, tcpFin, udp }) => {
      await run(["--set", String(tcp), String(tcpFin), String(udp)]);
    },
    timeouts: async () => {
      const [, tcp = 0, tcpFin = 0, udp = 0] = (/(\d+) (\d+) (\d+)/.exec(await run(["-L", "--timeout"])) ?? []).map(
        Number,
      );
      return { tcp, tcpFin, udp };
    },
    listing: () => readFile("/proc/net/ip_vs", "utf8"),
    statistics: () => run(["-L", "-n", "--stats", "--exact"]),
  };
}

/** What an operator can do about an ipvsadm that cannot work at all; other errors pass. */
function unavailable(error: unknown): unknown {
  if (!(error instanceof CommandError)) return error;
  const because = { cause: error };
  if (error.failure === "not-found")
    return new IpvsUnavailableError("ipvsadm is not installed: apt-get install ipvsadm", because);
  if (/Permission denied|Operation not permitted|must be root/i.test(error.stderr))
    return new IpvsUnavailableError(
      "no permission to change the IPVS table: run the agent as root or give it CAP_NET_ADMIN",
      because,
    );
  if (/Can't initialize ipvs|Protocol not available|not found in (directory|modules)/i.test(error.stderr))
    return new IpvsUnavailableError(
      "this kernel has no IPVS loaded: modprobe ip_vs (and list ip_vs in /etc/modules-load.d)",
      because,
    );
  return error;
}
