import {
  dottedMask,
  type EffectiveConfig,
  type EffectiveServer,
  type EffectiveVirtualServer,
  type Scheduler,
  type SchedulerFlag,
} from "../config/index.ts";
import { destinationKey, familyOfService, serviceKey, type DestinationKey, type ServiceKey } from "./key.ts";
import { familyProblem, IPVSADM_LIMITS, reportedDestination, reportedSettings, settingsProblem } from "./rules.ts";
import {
  persistenceMaskSchema,
  type Destination,
  type IpvsTable,
  type Service,
  type ServiceSettings,
  type Tunnel,
} from "./table.ts";

/** What the verdict makes of a server that the operator has in service: in, with a weight of its own if load says so, or out. */
export type Serving = { readonly kind: "in"; readonly weight?: number } | { readonly kind: "out" };

/**
 * The table that a configuration and its verdicts ask for, spelled as the kernel will report it, so that a plan against a
 * kernel that has it is empty. Virtual servers that are off make no service, and of two with one key the first wins; so do
 * real servers with one key inside a service. What ipvsadm would refuse is left out, with numbers past its limits it gets
 * the limit; `validateConfig` has complained about both.
 *
 * To leave services out (a standby may not hold all of them), hand over fewer virtual servers.
 *
 * @param serving asked for every real server that is active and not draining.
 */
export function desiredTable(
  { virtualServers }: Pick<EffectiveConfig, "virtualServers">,
  serving: (virtual: EffectiveVirtualServer, server: EffectiveServer) => Serving,
): IpvsTable {
  const table = new Map<ServiceKey, Service>();
  for (const virtual of virtualServers) {
    const key = serviceKey(virtual.identity);
    const settings = desiredSettings(key, virtual);
    if (!virtual.active || table.has(key) || settingsProblem(key, settings) !== undefined) continue;
    table.set(key, {
      ...settings,
      destinations: desiredDestinations(key, virtual, (server) => serving(virtual, server)),
    });
  }
  return table;
}

function desiredSettings(key: ServiceKey, virtual: EffectiveVirtualServer): ServiceSettings {
  const { scheduler, schedulerFlags: written, persistencePrefix: prefix } = virtual;
  return reportedSettings({
    scheduler,
    schedulerFlags: written.length > 0 ? written : defaultFlags(scheduler),
    onePacket: virtual.onePacket && /^(udp|fwmark)/.test(key),
    persistentSeconds: Math.min(virtual.persistentSeconds, IPVSADM_LIMITS.persistentSeconds),
    persistenceMask: prefix === undefined ? undefined : maskOf(key, prefix),
    persistenceEngine: undefined,
  });
}

/** Without these, sh and mh refuse the clients that hash to a server of weight 0. */
function defaultFlags(scheduler: Scheduler): readonly SchedulerFlag[] {
  if (scheduler === "sh") return ["sh-fallback"];
  return scheduler === "mh" ? ["mh-fallback"] : [];
}

const maskOf = (key: ServiceKey, prefix: number) =>
  persistenceMaskSchema.parse(familyOfService(key) === 6 ? String(prefix) : dottedMask(prefix));

function desiredDestinations(
  key: ServiceKey,
  virtual: EffectiveVirtualServer,
  serving: (server: EffectiveServer) => Serving,
): ReadonlyMap<DestinationKey, Destination> {
  const destinations = new Map<DestinationKey, Destination>();
  for (const server of virtual.servers) {
    const weight = desiredWeight(virtual, server, serving);
    const destination = reportedDestination(key, ofServer(server, weight ?? 0));
    const at = destinationKey(destination);
    if (weight === undefined || destinations.has(at) || familyProblem(key, destination) !== undefined) continue;
    destinations.set(at, destination);
  }
  const { sorryServer } = virtual;
  if (sorryServer && ![...destinations.values()].some(({ weight }) => weight > 0)) {
    const sorry = reportedDestination(key, { ...sorryServer, ...PLAIN, forwarding: virtual.forwarding, weight: 1 });
    if (familyProblem(key, sorry) === undefined) destinations.set(destinationKey(sorry), sorry);
  }
  return destinations;
}

/** The weight of a server, or undefined when it has no place in the table. */
function desiredWeight(
  { scheduler, quiesce }: EffectiveVirtualServer,
  server: EffectiveServer,
  serving: (server: EffectiveServer) => Serving,
): number | undefined {
  if (!server.active) return undefined;
  const resting = scheduler === "dh" ? undefined : 0; // dh refuses clients of a server of weight 0, and has no flag against it
  if (server.drain) return resting;
  const verdict = serving(server);
  if (verdict.kind === "out") return quiesce ? resting : undefined;
  return Math.min(Math.max(Math.round(verdict.weight ?? server.weight), 0), IPVSADM_LIMITS.number);
}

const PLAIN = { tunnel: undefined, upperThreshold: 0, lowerThreshold: 0 } as const;

function ofServer(server: EffectiveServer, weight: number): Destination {
  const { address, port, forwarding, upperThreshold, lowerThreshold } = server;
  return {
    address,
    port,
    forwarding,
    tunnel: forwarding === "tunnel" ? tunnelOf(server) : undefined,
    weight,
    upperThreshold,
    lowerThreshold: Math.min(lowerThreshold, upperThreshold), // the kernel refuses a server whose thresholds are crossed
  };
}

/** GUE's port as assigned by IANA; ipvsadm wants one written. */
const GUE_PORT = 6080;

function tunnelOf({ tunnel }: EffectiveServer): Tunnel {
  switch (tunnel.type) {
    case "ipip":
      return { type: "ipip" };
    case "gre":
      return { type: "gre", checksum: "off" };
    case "gue":
      return { type: "gue", port: tunnel.port ?? GUE_PORT, checksum: "off" };
  }
}
