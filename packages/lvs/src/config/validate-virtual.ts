import { familyOf, type Family } from "./address.ts";
import { DEFAULTS } from "./defaults.ts";
import { reportTo, type ConfigPath, type Finding, type Report } from "./finding.ts";
import type { LvsConfig } from "./lvs-config.ts";
import { validateCheck, validateServiceCheck } from "./validate-check.ts";
import { validateServiceLeftovers } from "./validate-leftovers.ts";
import { maskProblem, unsetMaskWarning } from "./validate-mask.ts";
import { validateScheduling } from "./validate-scheduling.ts";
import { validateServer } from "./validate-server.ts";
import { familyOfHost, forwardingOf, inEffect, isUnset } from "./validate-terms.ts";
import type { VirtualServer } from "./virtual-server.ts";

/** The rules for one `virtual` block and everything in it. */
export function validateVirtual(
  virtual: VirtualServer,
  path: ConfigPath,
  config: LvsConfig,
  findings: Finding[],
): void {
  const report = reportTo(findings, path);
  const family = serviceFamily(virtual);
  validateAddress(virtual, report);
  validatePort(virtual, report);
  validateSorryServer(virtual, config, family, report);
  validateScheduling(virtual, report);
  validateServiceCheck(virtual, report);
  validateServiceLeftovers(virtual, report);
  if (virtual.active && !virtual.servers.some(({ active }) => active))
    report("warning", "servers", "No real server is active, so clients find nobody; write active = 1 into one.");
  virtual.checks?.forEach((check, at) => validateCheck(check, virtual, reportTo(findings, [...path, "checks", at])));
  const serverPath: (string | number)[] = [...path, "servers", 0];
  const reportServer = reportTo(findings, serverPath);
  virtual.servers.forEach((server, at) => {
    serverPath[path.length + 1] = at;
    validateServer(server, { virtual, family, forwarding: forwardingOf(config, virtual, server) }, reportServer);
    server.checks?.forEach((check, which) =>
      validateCheck(check, virtual, reportTo(findings, [...serverPath, "checks", which])),
    );
  });
}

/** What the kernel takes the service for; a mark without an address goes by its first real server, as `identityOf` does. */
function serviceFamily({ address, fwmark, servers }: VirtualServer): Family | undefined {
  if (address && !isUnset(address.address)) return familyOf(address.address);
  const known = fwmark ? servers.find((server) => familyOfHost(server.address) !== undefined) : undefined;
  return familyOfHost(known?.address);
}

function validateAddress(virtual: VirtualServer, report: Report): void {
  const { active, address, fwmark, netmask } = virtual;
  if (!address || isUnset(address.address)) {
    if (!fwmark)
      report(inEffect(active), "address", "Write the address clients connect to, such as address = 192.0.2.10 eth0:1.");
    return;
  }
  const warning = active ? unsetMaskWarning(address.address, netmask, "vip_nmask") : undefined;
  if (warning !== undefined) report("warning", "netmask", warning);
  else maskProblem(address.address, netmask, "vip_nmask", "netmask", report);
}

function validatePort({ active, port, fwmark, persistentSeconds }: VirtualServer, report: Report): void {
  if (port !== 0 || fwmark) return;
  if (!persistentSeconds)
    report(
      inEffect(active),
      "port",
      "Write persistent = SECONDS too: port 0 stands for every port, and needs persistence.",
    );
}

function validateSorryServer(
  virtual: VirtualServer,
  config: LvsConfig,
  family: Family | undefined,
  report: Report,
): void {
  const { active, sorryServer, servers, fwmark } = virtual;
  if (!sorryServer || isUnset(sorryServer.address)) return;
  const forwarding = forwardingOf(config, virtual);
  const port = virtual.port ?? DEFAULTS.service.port;
  const sorryPort = sorryServer.port ?? port;
  const same = servers.find((server) => server.address === sorryServer.address && (server.port ?? port) === sorryPort);
  if (same)
    report(
      "warning",
      "sorryServer",
      `Write another server: ${same.name} is this one, and it is down when the sorry server is needed.`,
    );
  if (family !== undefined && familyOf(sorryServer.address) !== family && forwarding !== "tunnel")
    report(
      inEffect(active),
      "sorryServer",
      `Write an IPv${String(family)} address, as the service has; only tunnel can cross.`,
    );
  if (sorryPort !== port && forwarding !== "nat" && !fwmark)
    report(
      inEffect(active),
      "sorryServer",
      `Leave out the port: with network = ${forwarding} it cannot differ from ${String(port)}.`,
    );
}
