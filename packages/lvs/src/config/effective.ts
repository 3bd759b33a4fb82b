import {
  familyOf,
  ipAddressSchema,
  prefixLength,
  type Family,
  type InterfaceAddress,
  type IpAddress,
  type Netmask,
} from "./address.ts";
import { DEFAULTS } from "./defaults.ts";
import { effectiveChecks, type EffectiveCheck, type Resolve } from "./effective-check.ts";
import type { LvsConfig } from "./lvs-config.ts";
import type { Forwarding, RealServer, TunnelType } from "./real-server.ts";
import type { Protocol, Scheduler, SchedulerFlag, VirtualServer } from "./virtual-server.ts";

/** What the kernel knows a service by: protocol, address and port, or a firewall mark and a family. */
export type ServiceIdentity =
  | { readonly kind: "address"; readonly protocol: Protocol; readonly address: IpAddress; readonly port: number }
  | { readonly kind: "fwmark"; readonly mark: number; readonly family: Family };

/** An address a router raises, with the interface (or alias) and the length of its network, 32 or 128 unless a mask says. */
export type RaisedAddress = InterfaceAddress & { readonly prefixLength: number };

/** A real server with every default filled in. */
export type EffectiveServer = {
  readonly name: string;
  readonly active: boolean;
  readonly drain: boolean;
  readonly until: string | undefined;
  readonly address: IpAddress;
  /** 0 only behind a service of port 0: the client's port is kept. */
  readonly port: number;
  readonly weight: number;
  readonly forwarding: Forwarding;
  readonly upperThreshold: number;
  readonly lowerThreshold: number;
  readonly tunnel: { readonly type: TunnelType; readonly port: number | undefined };
  readonly checks: readonly EffectiveCheck[];
};

/** A virtual server with every default filled in. */
export type EffectiveVirtualServer = {
  readonly name: string;
  readonly active: boolean;
  readonly identity: ServiceIdentity;
  /** What the active router raises; absent for a mark without an address. */
  readonly raised: RaisedAddress | undefined;
  readonly scheduler: Scheduler;
  readonly schedulerFlags: readonly SchedulerFlag[];
  readonly onePacket: boolean;
  readonly persistentSeconds: number;
  /** Prefix length clients are grouped by; undefined is the whole address. */
  readonly persistencePrefix: number | undefined;
  readonly quiesce: boolean;
  readonly sorryServer: { readonly address: IpAddress; readonly port: number } | undefined;
  /** How packets reach the sorry server. */
  readonly forwarding: Forwarding;
  readonly floor: number;
  readonly slowStartSeconds: number;
  readonly drainDeadlineSeconds: number;
  readonly servers: readonly EffectiveServer[];
};

/** What the routers do: the file with every default filled in and every name replaced by its pinned address. */
export type EffectiveConfig = {
  readonly serialNo: number;
  readonly cluster: string;
  readonly primary: IpAddress | undefined;
  readonly primaryPrivate: IpAddress | undefined;
  /** Undefined: one router serves alone. */
  readonly backup: IpAddress | undefined;
  readonly backupPrivate: IpAddress | undefined;
  readonly keepaliveSeconds: number;
  readonly deadtimeSeconds: number;
  readonly heartbeatPort: number;
  readonly natRouter: RaisedAddress | undefined;
  readonly announceIntervalSeconds: number;
  readonly masquerade: boolean;
  readonly syncDaemon: { readonly device: string; readonly id: number } | undefined;
  /** Seconds; 0 leaves the kernel's own (ipvsadm(8) --set). */
  readonly timeouts: { readonly tcp: number; readonly tcpFin: number; readonly udp: number };
  readonly virtualServers: readonly EffectiveVirtualServer[];
  /** Host names without a pinned address; whatever needs them is left out. */
  readonly unresolved: readonly string[];
};

/** Addresses of the host names in a file, as resolved when it was installed. */
export type Pins = ReadonlyMap<string, IpAddress>;

/**
 * Fills in every default. Pure: names are looked up in `pins` only. A virtual server that has neither an address nor a
 * mark, and a real server without an address, cannot be told to the kernel and are left out; `validateConfig` complains
 * about them where they are active.
 */
export function effectiveConfig(config: LvsConfig, pins: Pins = new Map()): EffectiveConfig {
  const unresolved = new Set<string>();
  const resolve: Resolve = (host) => {
    if (host === undefined || host === "0.0.0.0") return undefined;
    const address = ipAddressSchema.safeParse(host).data ?? pins.get(host);
    if (address === undefined) unresolved.add(host);
    return address;
  };
  const { global } = config;
  const d = DEFAULTS.global;
  const primary = resolve(global.primary);
  const backup = (global.backupActive ?? d.backupActive) ? resolve(global.backup) : undefined;
  // Without a private address of the primary the original ignores the backup's (observed).
  const privatePair = global.primaryPrivate !== undefined;
  const network = global.network ?? d.network;
  return {
    serialNo: global.serialNo ?? d.serialNo,
    cluster: global.cluster ?? d.cluster,
    primary,
    primaryPrivate: privatePair ? resolve(global.primaryPrivate) : primary,
    backup,
    backupPrivate: backup && (privatePair ? (resolve(global.backupPrivate) ?? backup) : backup),
    keepaliveSeconds: global.keepaliveSeconds ?? d.keepaliveSeconds,
    deadtimeSeconds: global.deadtimeSeconds ?? d.deadtimeSeconds,
    heartbeatPort: global.heartbeatPort ?? d.heartbeatPort,
    natRouter: network === "nat" && global.natRouter ? raised(global.natRouter, global.natNetmask) : undefined,
    announceIntervalSeconds: global.announceIntervalSeconds ?? d.announceIntervalSeconds,
    masquerade: global.masquerade ?? d.masquerade,
    syncDaemon:
      (global.syncDaemon ?? d.syncDaemon)
        ? { device: global.syncInterface ?? d.syncInterface, id: global.syncId ?? d.syncId }
        : undefined,
    timeouts: {
      tcp: global.tcpTimeoutSeconds ?? d.tcpTimeoutSeconds,
      tcpFin: global.tcpFinTimeoutSeconds ?? d.tcpFinTimeoutSeconds,
      udp: global.udpTimeoutSeconds ?? d.udpTimeoutSeconds,
    },
    virtualServers: config.virtualServers.flatMap((virtual) => effectiveVirtual(virtual, network, resolve) ?? []),
    unresolved: [...unresolved],
  };
}

function effectiveVirtual(
  virtual: VirtualServer,
  network: Forwarding,
  resolve: Resolve,
): EffectiveVirtualServer | undefined {
  const d = DEFAULTS.service;
  const forwarding = virtual.network ?? network;
  const servers = virtual.servers.flatMap((server) => effectiveServer(server, virtual, forwarding, resolve) ?? []);
  const identity = identityOf(virtual, servers[0]?.address);
  if (!identity) return undefined;
  const sorry = virtual.sorryServer;
  const address = usable(virtual.address);
  return {
    name: virtual.name,
    active: virtual.active ?? d.active,
    identity,
    raised: address && raised(address, virtual.netmask),
    scheduler: virtual.scheduler ?? d.scheduler,
    schedulerFlags: virtual.schedulerFlags ?? [],
    onePacket: virtual.onePacket ?? d.onePacket,
    persistentSeconds: virtual.persistentSeconds ?? d.persistentSeconds,
    persistencePrefix: persistencePrefix(virtual, identity),
    quiesce: virtual.quiesceServer ?? d.quiesceServer,
    sorryServer:
      sorry && sorry.address !== "0.0.0.0"
        ? { address: sorry.address, port: sorry.port ?? virtual.port ?? d.port }
        : undefined,
    forwarding,
    floor: virtual.floor ?? d.floor,
    slowStartSeconds: virtual.slowStartSeconds ?? d.slowStartSeconds,
    drainDeadlineSeconds: virtual.drainDeadlineSeconds ?? d.drainDeadlineSeconds,
    servers,
  };
}

/** What the kernel knows a virtual server by, or undefined when it has neither a usable address nor a mark. */
export function identityOf(virtual: VirtualServer, firstServer?: IpAddress): ServiceIdentity | undefined {
  const address = usable(virtual.address)?.address;
  if (virtual.fwmark) return { kind: "fwmark", mark: virtual.fwmark, family: familyOf(address ?? firstServer ?? "") };
  if (address === undefined) return undefined;
  const { protocol, port } = DEFAULTS.service;
  return { kind: "address", protocol: virtual.protocol ?? protocol, address, port: virtual.port ?? port };
}

/** The GUI writes `0.0.0.0` where nothing has been filled in yet. */
const usable = (address: InterfaceAddress | undefined) =>
  address && address.address !== "0.0.0.0" && address.address !== "::" ? address : undefined;

function raised(address: InterfaceAddress, mask: Netmask | undefined): RaisedAddress {
  const whole = familyOf(address.address) === 6 ? 128 : 32;
  return { ...address, prefixLength: (mask && prefixLength(mask)) ?? whole };
}

function persistencePrefix(virtual: VirtualServer, identity: ServiceIdentity): number | undefined {
  const prefix = virtual.persistenceMask && prefixLength(virtual.persistenceMask);
  const family = identity.kind === "fwmark" ? identity.family : familyOf(identity.address);
  return prefix === (family === 6 ? 128 : 32) ? undefined : prefix;
}

function effectiveServer(
  server: RealServer,
  virtual: VirtualServer,
  forwarding: Forwarding,
  resolve: Resolve,
): EffectiveServer | undefined {
  const d = DEFAULTS.server;
  const address = resolve(server.address);
  if (!address || address === "::") return undefined;
  const port = server.port ?? virtual.port ?? DEFAULTS.service.port;
  return {
    name: server.name,
    active: server.active ?? d.active,
    drain: server.drain ?? d.drain,
    until: server.until,
    address,
    port,
    weight: server.weight ?? d.weight,
    forwarding: server.network ?? forwarding,
    upperThreshold: server.upperThreshold ?? d.upperThreshold,
    lowerThreshold: server.lowerThreshold ?? d.lowerThreshold,
    tunnel: { type: server.tunnelType ?? d.tunnelType, port: server.tunnelPort },
    checks: effectiveChecks(virtual, server, { address, port }, resolve),
  };
}
