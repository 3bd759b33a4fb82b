import { familyOf, type SchedulerFlag } from "../config/index.ts";
import { familyOfService, portOfService, type ServiceKey } from "./key.ts";
import type { Destination, SchedulerName, ServiceSettings } from "./table.ts";

/** Limits of ipvsadm 1.31: past them it calls the command a syntax error and ends a whole `-R` batch. */
export const IPVSADM_LIMITS = { persistentSeconds: 31 * 86_400, number: 2_147_483_647 } as const;

/** The flags ipvsadm prints for a scheduler, from the kernel's lowest bit. `sh` and `mh` have no third. */
const FLAG_NAMES: ReadonlyMap<string, readonly SchedulerFlag[]> = new Map([
  ["sh", ["sh-fallback", "sh-port"]],
  ["mh", ["mh-fallback", "mh-port"]],
]);
const PLAIN_FLAG_NAMES = ["flag-1", "flag-2", "flag-3"] as const;

/** `flags` as the kernel reports them for `scheduler`: another scheduler's names are dropped, `flag-1` gets its name. */
export function reportedFlags(scheduler: SchedulerName, flags: readonly SchedulerFlag[]): readonly SchedulerFlag[] {
  const names = FLAG_NAMES.get(scheduler) ?? PLAIN_FLAG_NAMES;
  return names.filter((name, bit) => flags.includes(name) || flags.some((flag) => flag === PLAIN_FLAG_NAMES[bit]));
}

/** `settings` as ipvsadm reports them once they are in the kernel. */
export function reportedSettings(settings: ServiceSettings): ServiceSettings {
  const { scheduler, schedulerFlags, onePacket, persistentSeconds, persistenceMask, persistenceEngine } = settings;
  return {
    scheduler,
    schedulerFlags: reportedFlags(scheduler, schedulerFlags),
    onePacket,
    persistentSeconds,
    persistenceMask: persistentSeconds > 0 ? persistenceMask : undefined,
    persistenceEngine,
  };
}

/** `destination` as ipvsadm reports it once it is in the kernel. */
export function reportedDestination(key: ServiceKey, destination: Destination): Destination {
  const { forwarding, tunnel } = destination;
  const port = forwarding === "nat" ? destination.port : (portOfService(key) ?? destination.port);
  return { ...destination, port, tunnel: forwarding === "tunnel" ? (tunnel ?? { type: "ipip" }) : undefined };
}

/** Why ipvsadm refuses these settings whatever the table holds, in its words; undefined when it takes them. */
export function settingsProblem(key: ServiceKey, settings: ServiceSettings): string | undefined {
  if (portOfService(key) === 0 && settings.persistentSeconds === 0)
    return "Zero port specified for non-persistent service";
  if (settings.onePacket && !/^(udp|fwmark)/.test(key)) return "One-Packet Scheduling is only for UDP virtual services";
  return undefined;
}

/** Why ipvsadm itself refuses this destination, before the kernel looks anything up; undefined when it takes it. */
export function familyProblem(key: ServiceKey, { address, forwarding }: Destination): string | undefined {
  return forwarding === "tunnel" || familyOf(address) === familyOfService(key)
    ? undefined
    : "Different address family is allowed only for tunneling servers";
}

/** Why the kernel refuses this destination of a service it has; undefined when it takes it. */
export function thresholdProblem({ upperThreshold, lowerThreshold }: Destination): string | undefined {
  return lowerThreshold > upperThreshold ? "Numerical result out of range" : undefined;
}
