import { effectiveConfig } from "@piranha/lvs/config";
import { parseLvsCf } from "@piranha/lvs/lvs-cf";
import { setTimeout as delay } from "node:timers/promises";
import { startNannies } from "../../agent/src/daemons/nanny.ts";
import { serverId } from "../../agent/src/daemons/rows.ts";

const LIMIT_MS = 30_000;

/** The file in which an agent that has found every server of `text` up keeps its verdicts: its own nannies write it. */
export async function verdictsAllUp(text: string): Promise<string> {
  const { virtualServers } = effectiveConfig(parseLvsCf(text).config);
  const servers = virtualServers.flatMap((virtual) =>
    virtual.servers.map((server) => ({ id: serverId(virtual, server), checks: server.checks })),
  );
  const nannies = startNannies({
    probe: async () => ({ outcome: { kind: "pass", ms: 1 }, transcript: [] }),
    clock: performance,
    onChanges: () => undefined,
  });
  nannies.watch(servers);
  const endMs = Date.now() + LIMIT_MS;
  while (servers.some(({ id }) => nannies.verdictOf(id)?.kind !== "up")) {
    if (Date.now() > endMs) throw new Error("the nannies did not ask every server");
    await delay(50);
  }
  const verdicts = nannies.save();
  await nannies.stop();
  return JSON.stringify({ savedAtMs: Date.now(), verdicts });
}
