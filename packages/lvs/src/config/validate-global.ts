import { familyOf, type Host, type InterfaceAddress } from "./address.ts";
import { DEFAULTS } from "./defaults.ts";
import { reportTo, type Finding, type Report } from "./finding.ts";
import type { GlobalSettings } from "./global-settings.ts";
import type { LvsConfig } from "./lvs-config.ts";
import { forwardingOf, interfaceOf, isUnset } from "./validate-terms.ts";
import { maskProblem, unsetMaskWarning } from "./validate-mask.ts";

/** The rules for what stands outside the blocks. */
export function validateGlobal(config: LvsConfig, findings: Finding[]): void {
  const report = reportTo(findings, ["global"]);
  const { global } = config;
  validateRouters(global, report);
  validateTimers(global, report);
  validateNat(config, report);
  validateSync(config, report);
  if (global.service === "fos")
    report("warning", "service", "Failover services are kept but not run; virtual servers run in any case.");
  if (global.ipvsadm !== undefined)
    report("warning", "ipvsadm", "This is kept and ignored: the agent finds ipvsadm itself. Remove the line.");
}

function validateRouters(global: GlobalSettings, report: Report): void {
  const { primary, primaryPrivate, backup, backupPrivate } = global;
  const named = { primary, primaryPrivate, backupPrivate };
  for (const [field, host] of Object.entries(named))
    if (host === NOWHERE)
      report("error", field, "Write the router's own address, or remove the line; 0.0.0.0 is none.");
  if (!(global.backupActive ?? DEFAULTS.global.backupActive)) return;
  if (primary === undefined)
    report("error", "primary", "Write primary = ADDRESS: with a backup router, both are needed.");
  if (isUnset(backup)) report("error", "backup", "Write backup = ADDRESS, or backup_active = 0 if there is no backup.");
  else validatePair(primary, backup, "backup", report);
  if (!isUnset(primaryPrivate) && !isUnset(backupPrivate))
    validatePair(primaryPrivate, backupPrivate, "backupPrivate", report);
  else if (!isUnset(primaryPrivate))
    report("warning", "primaryPrivate", "Write backup_private too: a private path has two ends.");
  else if (!isUnset(backupPrivate))
    report("warning", "backupPrivate", "Write primary_private too; without it backup_private is ignored.");
  if (global.heartbeat === false)
    report("warning", "heartbeat", "This is ignored: backup_active = 1 sends heartbeats. Write 1.");
}

function validatePair(primary: Host | undefined, backup: Host | undefined, field: string, report: Report): void {
  if (primary === undefined || backup === undefined || primary === NOWHERE) return;
  if (primary === backup) report("error", field, "Write another address: the two routers have the same one.");
  else if (isAddress(primary) && isAddress(backup) && familyOf(primary) !== familyOf(backup))
    report("error", field, "Write IPv4 for both routers or IPv6 for both; heartbeats cannot cross.");
}

function validateTimers(global: GlobalSettings, report: Report): void {
  const keepalive = global.keepaliveSeconds ?? DEFAULTS.global.keepaliveSeconds;
  const deadtime = global.deadtimeSeconds ?? DEFAULTS.global.deadtimeSeconds;
  // Decimals such as 0.1 are not exact; a thousandth of a second is the finest anybody can write.
  if (deadtime > 3 * keepalive - 0.000_5) return;
  const written = global.keepaliveSeconds !== undefined || global.deadtimeSeconds !== undefined;
  if (!written && !global.backupActive) return;
  // The original's own defaults are 2 and 5: a file without timers has run so for years.
  const severity = global.backupActive && written ? "error" : "warning";
  const field =
    global.deadtimeSeconds === undefined && global.keepaliveSeconds !== undefined
      ? "keepaliveSeconds"
      : "deadtimeSeconds";
  const least = String(Math.round(3000 * keepalive) / 1000);
  const consequence =
    deadtime <= keepalive
      ? "the other router would count as dead all the time"
      : "one lost heartbeat would be too much";
  report(severity, field, `Write deadtime = ${least} or more with keepalive = ${String(keepalive)}: ${consequence}.`);
}

function validateNat(config: LvsConfig, report: Report): void {
  const { natRouter, natNetmask, network = DEFAULTS.global.network, backupActive, masquerade } = config.global;
  const viaNat = config.virtualServers.some(
    (virtual) =>
      virtual.active &&
      virtual.servers.some((server) => server.active && forwardingOf(config, virtual, server) === "nat"),
  );
  if (natRouter && network !== "nat")
    report(
      "warning",
      "natRouter",
      `No router raises this address, since network = ${network}; remove it or write network = nat.`,
    );
  if (!natRouter && viaNat && backupActive)
    report(
      "warning",
      "natRouter",
      "Write nat_router = ADDRESS INTERFACE: real servers need a gateway that moves with the services.",
    );
  if (masquerade && !viaNat)
    report("warning", "masquerade", "This does nothing: no active real server is reached by nat.");
  if (natRouter && network === "nat") validateNatMask(natRouter, natNetmask, report);
  else if (natRouter) maskProblem(natRouter.address, natNetmask, "nat_nmask", "natNetmask", report);
}

function validateNatMask(natRouter: InterfaceAddress, mask: GlobalSettings["natNetmask"], report: Report): void {
  const warning = unsetMaskWarning(natRouter.address, mask, "nat_nmask");
  if (warning !== undefined) report("warning", "natNetmask", warning);
  else maskProblem(natRouter.address, mask, "nat_nmask", "natNetmask", report);
}

function validateSync({ global, virtualServers }: LvsConfig, report: Report): void {
  if (!(global.syncDaemon ?? DEFAULTS.global.syncDaemon)) return;
  const device = global.syncInterface ?? DEFAULTS.global.syncInterface;
  if (device.includes(":"))
    report(
      "error",
      "syncInterface",
      `Write ${interfaceOf(device)}: connections are copied over an interface, not an alias.`,
    );
  const shared = virtualServers.find(
    ({ active, address }) =>
      active && address && !isUnset(address.address) && interfaceOf(address.device) === interfaceOf(device),
  );
  if (shared)
    report(
      "warning",
      "syncInterface",
      `Write a private interface: ${device} is public (${shared.name} is on it), and connections are copied in clear.`,
    );
}

const NOWHERE = "0.0.0.0";

const isAddress = (host: string) => host.includes(":") || /^[\d.]+$/.test(host);
