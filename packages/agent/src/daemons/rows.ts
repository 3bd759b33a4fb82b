import type { EffectiveConfig, EffectiveServer, EffectiveVirtualServer } from "@piranha/lvs/config";
import {
  destinationKey,
  portOfService,
  serviceKey,
  type DestinationKey,
  type IpvsTable,
  type ServiceKey,
} from "@piranha/lvs/ipvs";
import type { ServerRow, ServerVerdict, ServiceRow } from "@piranha/lvs/status";

/** What one real server of one service is known by everywhere in the agent. */
export type ServerId = string & { readonly brand?: "ServerId" };

/** The kernel's name of a real server's row: with direct and tunnel forwarding the kernel takes the service's port. */
export function rowOf(
  virtual: EffectiveVirtualServer,
  server: EffectiveServer,
): { key: ServiceKey; at: DestinationKey } {
  const key = serviceKey(virtual.identity);
  const own = server.forwarding === "nat" ? undefined : portOfService(key);
  return { key, at: destinationKey({ address: server.address, port: own ?? server.port }) };
}

export function serverId(virtual: EffectiveVirtualServer, server: EffectiveServer): ServerId {
  const { key, at } = rowOf(virtual, server);
  return `${key} ${at} ${server.port}`;
}

/** The routing table as people read it: what is configured, what the checks say, what the kernel holds. */
export function serviceRows(
  { virtualServers }: Pick<EffectiveConfig, "virtualServers">,
  verdictOf: (id: ServerId) => ServerVerdict,
  actual: IpvsTable | undefined,
): ServiceRow[] {
  const seen = new Map<string, number>();
  return virtualServers.map((virtual) => {
    const count = (seen.get(virtual.name) ?? 0) + 1;
    seen.set(virtual.name, count);
    const key = serviceKey(virtual.identity);
    const service = actual?.get(key);
    const servers = virtual.servers.map((server) => serverRow(virtual, server, verdictOf, actual));
    const sorry = virtual.sorryServer;
    return {
      id: count === 1 ? virtual.name : `${virtual.name}#${count}`,
      name: virtual.name,
      active: virtual.active,
      key,
      scheduler: virtual.scheduler,
      persistentSeconds: virtual.persistentSeconds,
      programmed: service !== undefined,
      sorry: sorry
        ? {
            ...sorry,
            standsIn: [...(service?.destinations.values() ?? [])].some(
              ({ address, weight }) => address === sorry.address && weight > 0,
            ),
          }
        : null,
      servers,
    };
  });
}

function serverRow(
  virtual: EffectiveVirtualServer,
  server: EffectiveServer,
  verdictOf: (id: ServerId) => ServerVerdict,
  actual: IpvsTable | undefined,
): ServerRow {
  const { key, at } = rowOf(virtual, server);
  return {
    name: server.name,
    address: server.address,
    port: server.port,
    forwarding: server.forwarding,
    admin: server.drain ? "drain" : server.active ? "active" : "inactive",
    until: server.until ?? null,
    verdict: verdictOf(serverId(virtual, server)),
    weight: server.weight,
    kernelWeight: actual?.get(key)?.destinations.get(at)?.weight ?? null,
  };
}
