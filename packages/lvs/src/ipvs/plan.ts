import type { DestinationKey, ServiceKey } from "./key.ts";
import type { Destination, IpvsTable, Service, ServiceSettings, Tunnel } from "./table.ts";

/** One command of ipvsadm. An edit carries every setting, because ipvsadm resets whatever an edit leaves out. */
export type IpvsOp =
  | { readonly kind: "addService" | "editService"; readonly key: ServiceKey; readonly service: ServiceSettings }
  | { readonly kind: "deleteService"; readonly key: ServiceKey }
  | {
      readonly kind: "addDestination" | "editDestination";
      readonly key: ServiceKey;
      readonly at: DestinationKey;
      readonly destination: Destination;
    }
  | { readonly kind: "deleteDestination"; readonly key: ServiceKey; readonly at: DestinationKey };

const NONE: Service["destinations"] = new Map();

/**
 * Lists the fewest operations that turn `actual` into `desired`, in the order to run them, following the order of the
 * tables. Everything the kernel can edit is edited, so connections and counters stay. A service that stays and is to serve
 * always has a destination of weight above 0 on the way, if it had one before: what takes load comes before what sheds it.
 * Whole services go last.
 */
export function planIpvs(desired: IpvsTable, actual: IpvsTable): IpvsOp[] {
  const ops: IpvsOp[] = [];
  for (const [key, service] of desired) planService(ops, key, service, actual.get(key));
  for (const key of actual.keys()) if (!desired.has(key)) ops.push({ kind: "deleteService", key });
  return ops;
}

/** Ready for a person: what an operation is about, in ipvsadm's spelling. */
export const subjectOf = (op: IpvsOp): string => ("at" in op ? `${op.key} ${op.at}` : op.key);

function planService(ops: IpvsOp[], key: ServiceKey, want: Service, have: Service | undefined): void {
  if (!have) ops.push({ kind: "addService", key, service: settingsOf(want) });
  else if (!sameSettings(want, have)) ops.push({ kind: "editService", key, service: settingsOf(want) });

  const existing = have?.destinations ?? NONE;
  const sheds: IpvsOp[] = [];
  for (const [at, destination] of want.destinations) {
    const current = existing.get(at);
    if (!current) ops.push({ kind: "addDestination", key, at, destination });
    else if (!sameDestination(destination, current))
      (destination.weight < current.weight ? sheds : ops).push({ kind: "editDestination", key, at, destination });
  }
  for (const at of existing.keys()) if (!want.destinations.has(at)) sheds.push({ kind: "deleteDestination", key, at });
  ops.push(...sheds);
}

/** A service without its destinations. */
export function settingsOf(service: ServiceSettings): ServiceSettings {
  const { scheduler, schedulerFlags, onePacket, persistentSeconds, persistenceMask, persistenceEngine } = service;
  return { scheduler, schedulerFlags, onePacket, persistentSeconds, persistenceMask, persistenceEngine };
}

function sameSettings(a: ServiceSettings, b: ServiceSettings): boolean {
  return (
    a.scheduler === b.scheduler &&
    a.schedulerFlags.join() === b.schedulerFlags.join() &&
    a.onePacket === b.onePacket &&
    a.persistentSeconds === b.persistentSeconds &&
    a.persistenceMask === b.persistenceMask &&
    a.persistenceEngine === b.persistenceEngine
  );
}

function sameDestination(a: Destination, b: Destination): boolean {
  return (
    a.weight === b.weight &&
    a.forwarding === b.forwarding &&
    a.upperThreshold === b.upperThreshold &&
    a.lowerThreshold === b.lowerThreshold &&
    sameTunnel(a.tunnel, b.tunnel)
  );
}

function sameTunnel(a: Tunnel | undefined, b: Tunnel | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.type === b.type && portOf(a) === portOf(b) && checksumOf(a) === checksumOf(b);
}

const portOf = (tunnel: Tunnel) => (tunnel.type === "gue" ? tunnel.port : undefined);
const checksumOf = (tunnel: Tunnel) => (tunnel.type === "ipip" ? undefined : tunnel.checksum);
