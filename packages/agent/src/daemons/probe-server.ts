import type { EffectiveConfig } from "@piranha/lvs/config";
import { outcomeWords } from "@piranha/lvs/nanny";
import type { ProbeAnswer } from "../control/answers.ts";
import type { Nannies } from "./nanny.ts";

/** Runs every check of one real server once, now, and tells what went over the wire. Moves no verdict. */
export async function probeServer(
  config: EffectiveConfig | undefined,
  nannies: Nannies,
  virtualName: string,
  serverName: string,
): Promise<ProbeAnswer> {
  const virtual = config?.virtualServers.find(({ name }) => name === virtualName);
  const server = virtual?.servers.find(({ name }) => name === serverName);
  if (!server) {
    const known = virtual?.servers.map(({ name }) => name) ?? config?.virtualServers.map(({ name }) => name) ?? [];
    const what = virtual ? `${virtualName} has no real server ${serverName}` : `no virtual server ${virtualName}`;
    return { kind: "refused", reasons: [`${what}; there are ${known.join(", ")}`] };
  }
  const checks = await Promise.all(
    server.checks.map(async (check) => {
      const { outcome, transcript } = await nannies.probeNow(check);
      return {
        name: check.name,
        ok: outcome.kind === "pass",
        text: outcomeWords(outcome),
        transcript: [...transcript],
      };
    }),
  );
  return { kind: "probed", checks };
}
