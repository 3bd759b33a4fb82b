import type { EffectiveConfig } from "@piranha/lvs/config";
import { parseProcIpvs, parseStats, type IpvsTable } from "@piranha/lvs/ipvs";
import type { Figures } from "@piranha/lvs/status";
import type { Ipvs } from "../adapters/ipvsadm.ts";
import { rowOf } from "./rows.ts";

const NOT_COUNTED = -1;

/** Connections and traffic of every configured server, flat and in the order of the file; undefined where nobody counts. */
export async function readFigures(
  ipvs: Ipvs,
  { virtualServers }: Pick<EffectiveConfig, "virtualServers">,
  table: IpvsTable | undefined,
  nowMs: () => number,
): Promise<Figures | undefined> {
  const listing = await ipvs.listing();
  const statistics = await ipvs.statistics();
  if (listing === undefined || statistics === undefined) return undefined;
  const connections = parseProcIpvs(listing, table).services;
  const totals = parseStats(statistics).services;
  let index = 0;
  const values = virtualServers.flatMap((virtual) =>
    virtual.servers.flatMap((server) => {
      const { key, at } = rowOf(virtual, server);
      const now = connections.get(key)?.destinations.get(at);
      const total = totals.get(key)?.destinations.get(at);
      return [
        index++,
        now?.activeConnections ?? NOT_COUNTED,
        now?.inactiveConnections ?? NOT_COUNTED,
        total?.connections ?? NOT_COUNTED,
        total?.inPackets ?? NOT_COUNTED,
        total?.outPackets ?? NOT_COUNTED,
        total?.inBytes ?? NOT_COUNTED,
        total?.outBytes ?? NOT_COUNTED,
      ];
    }),
  );
  return { nowMs: nowMs(), values };
}
