import { effectiveConfig } from "@piranha/lvs/config";
import { parseLvsCf } from "@piranha/lvs/lvs-cf";
import { startNannies } from "../../agent/src/daemons/nanny.ts";
import { serverId } from "../../agent/src/daemons/rows.ts";

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
  const left = () => servers.filter(({ id }) => nannies.verdictOf(id)?.kind !== "up");
  while (left().length > 0) await new Promise((resolve) => setTimeout(resolve, 50));
  const verdicts = nannies.save();
  await nannies.stop();
  return JSON.stringify({ savedAtMs: Date.now(), verdicts });
}
