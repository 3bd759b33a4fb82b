import type { EffectiveCheck } from "@piranha/lvs/config";
import { whyNotRunnable } from "@piranha/lvs/nanny";
import type { ProbeOptions, ProbeResult } from "./probe-attempt.ts";
import { programProbe, type ProgramRules } from "./probe-program.ts";
import { probeTcp } from "./probe-tcp.ts";
import { probeUdp } from "./probe-udp.ts";

export type { ProbeOptions, ProbeResult } from "./probe-attempt.ts";

/**
 * Runs one check once. Whatever the server does, it resolves with an outcome, within the check's timeout of its call, and
 * leaves nothing open. Rejects only for a bug.
 */
export type Probe = (check: EffectiveCheck, options?: ProbeOptions) => Promise<ProbeResult>;

/** {@link Probe} with real sockets and programs. */
export function createProbe(rules: ProgramRules): Probe {
  const probeProgram = programProbe(rules);
  return async (check, options = {}) => {
    const { test, address, port, timeoutMs } = check;
    switch (test.kind) {
      case "connect":
        return probeTcp({ address, port, timeoutMs, test }, options);
      case "sendExpect":
        return (test.transport === "udp" ? probeUdp : probeTcp)({ address, port, timeoutMs, test }, options);
      case "program":
        return probeProgram({ timeoutMs, test }, options);
      case "later":
        return { outcome: { kind: "fault", problem: whyNotRunnable(check) ?? "" }, transcript: [] };
    }
  };
}
