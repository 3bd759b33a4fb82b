import type { Family } from "./address.ts";
import { DEFAULTS } from "./defaults.ts";
import type { Report } from "./finding.ts";
import type { Forwarding, RealServer } from "./real-server.ts";
import { GUI_ONLY } from "./validate-leftovers.ts";
import { familyOfHost, inEffect, isUnset } from "./validate-terms.ts";
import type { VirtualServer } from "./virtual-server.ts";

/** What a real server stands in. */
export type Surroundings = {
  readonly virtual: VirtualServer;
  readonly family: Family | undefined;
  readonly forwarding: Forwarding;
};

/** The rules for one `server` block of a virtual server. */
export function validateServer(server: RealServer, around: Surroundings, report: Report): void {
  const { virtual } = around;
  const serving = Boolean(virtual.active && server.active);
  if (isUnset(server.address))
    report(inEffect(serving), "address", "Write the real server's address, such as address = 192.168.1.21.");
  validateReach(server, around, serving, report);
  validateWeight(server, serving, report);
  validateLimits(server, serving, report);
  validateTunnel(server, around.forwarding, report);
  if (server.netmask !== undefined) report("warning", "netmask", GUI_ONLY);
}

function validateReach(server: RealServer, around: Surroundings, serving: boolean, report: Report): void {
  const { virtual, family, forwarding } = around;
  const own = familyOfHost(server.address);
  if (own !== undefined && family !== undefined && own !== family && forwarding !== "tunnel")
    report(
      inEffect(serving),
      "address",
      `Write an IPv${String(family)} address, as the service has, or network = tunnel: only a tunnel can cross.`,
    );
  const port = virtual.port ?? DEFAULTS.service.port;
  if (server.port !== undefined && server.port !== port && forwarding !== "nat" && !virtual.fwmark)
    report(
      inEffect(serving),
      "port",
      `Write port = ${String(port)} or remove the line: with network = ${forwarding} packets keep the port of the service.`,
    );
}

function validateWeight({ weight, drain, until, active }: RealServer, serving: boolean, report: Report): void {
  if (weight === 0 && serving && !drain)
    report(
      "warning",
      "weight",
      "0 means no new connections, where the original made it 1. Write 1 or more if it is to serve.",
    );
  if (until !== undefined && active && !drain)
    report(
      "warning",
      "until",
      "Write drain = 1 or active = 0 too: until says when that ends, and nothing is to end here.",
    );
}

function validateLimits(
  { upperThreshold = 0, lowerThreshold = 0 }: RealServer,
  serving: boolean,
  report: Report,
): void {
  if (lowerThreshold > upperThreshold)
    report(
      inEffect(serving),
      "lowerThreshold",
      `Write at most ${String(upperThreshold)}, which is upper_threshold: the kernel refuses a lower one above it.`,
    );
}

function validateTunnel({ tunnelType, tunnelPort }: RealServer, forwarding: Forwarding, report: Report): void {
  const type = tunnelType ?? DEFAULTS.server.tunnelType;
  if (tunnelType !== undefined && forwarding !== "tunnel")
    report("warning", "tunnelType", "Write network = tunnel too; without it this does nothing.");
  if (tunnelPort !== undefined && type !== "gue")
    report("warning", "tunnelPort", "Write tunnel_type = gue too; the others have no port.");
}
