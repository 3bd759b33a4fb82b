import type { EffectiveConfig, LvsConfig } from "@piranha/lvs/config";
import { whyNotRunnable } from "@piranha/lvs/nanny";
import { interfaceOf, raisedAddresses } from "@piranha/lvs/pulse";
import type { RouterFacts } from "@piranha/lvs/status";
import type { Interface } from "../adapters/interfaces.ts";

export type Role = RouterFacts["role"];

/** Which of the two routers of a configuration this machine is: by its own addresses, unless it was told. */
export function roleOf(
  { primary, backup }: EffectiveConfig,
  links: readonly Interface[],
  told: "auto" | "primary" | "backup",
): Role {
  if (told !== "auto") return told;
  if (primary === undefined) return "alone";
  const own = new Set(links.flatMap(({ held }) => held.map(({ address }) => address)));
  if (own.has(primary)) return backup === undefined ? "alone" : "primary";
  return backup !== undefined && own.has(backup) ? "backup" : "unknown";
}

/** What of a configuration this router, or this version, cannot do; with what to do about it. */
export function misfits(config: EffectiveConfig, links: readonly Interface[], role: Role): string[] {
  const names = links.map(({ name }) => name).filter((name) => name !== "lo");
  const devices = [...new Set(raisedAddresses(config).map(interfaceOf))];
  const absent = devices.filter((device) => !names.includes(device));
  return [
    ...absent.map(
      (device) => `no interface ${device} on this router: it has ${names.join(", ")}; correct the address lines`,
    ),
    ...(role === "unknown"
      ? [
          `primary = ${config.primary ?? ""} is not an address of this machine: correct it, or start the agent with --role`,
        ]
      : []),
    ...config.virtualServers.filter(({ active }) => active).flatMap(checkMisfits),
  ];
}

function checkMisfits({ name, servers }: EffectiveConfig["virtualServers"][number]): string[] {
  return servers.flatMap((server) =>
    server.checks.flatMap((check) => {
      const why = whyNotRunnable(check);
      return why === undefined ? [] : [`check ${check.name} of ${name}/${server.name}: ${why}`];
    }),
  );
}

/** Directives that are read and kept but not acted on in this version: said at every install, so nobody relies on them. */
export function notYet({ global, virtualServers }: LvsConfig): string[] {
  const used = [
    ...(global.backupActive ? ["backup_active (no election between two routers)"] : []),
    ...(global.syncDaemon ? ["syncdaemon"] : []),
    ...(global.monitorLinks ? ["monitor_links"] : []),
    ...(global.activeCommand !== undefined ? ["active_cmd"] : []),
    ...(global.inactiveCommand !== undefined ? ["inactive_cmd"] : []),
    ...(global.masquerade ? ["masquerade"] : []),
    ...(global.preempt ? ["preempt"] : []),
    ...(global.witnesses ? ["witness"] : []),
    ...(virtualServers.some(({ floor }) => floor) ? ["floor"] : []),
    ...(virtualServers.some(({ slowStartSeconds }) => slowStartSeconds) ? ["slow_start"] : []),
    ...(virtualServers.some(({ flapLimit }) => flapLimit !== undefined) ? ["flap_limit"] : []),
    ...(virtualServers.some(({ drainDeadlineSeconds }) => drainDeadlineSeconds !== undefined)
      ? ["drain_deadline"]
      : []),
  ];
  return used.map((directive) => `warning: ${directive} is kept but not acted on in this version`);
}
