import { ipAddressSchema, type IpAddress } from "./address.ts";
import { DEFAULTS } from "./defaults.ts";
import { identityOf } from "./effective.ts";
import { reportTo, type ConfigPath, type Finding } from "./finding.ts";
import type { LvsConfig } from "./lvs-config.ts";
import { familyOfHost, inEffect, isUnset } from "./validate-terms.ts";
import type { VirtualServer } from "./virtual-server.ts";

/** Two things that the kernel takes for one. Of two, the later one is marked. */
export function validateDuplicates(config: LvsConfig, findings: Finding[]): void {
  const services = new Map<string, Seen>();
  config.virtualServers.forEach((virtual, index) => {
    const report = reportTo(findings, ["virtualServers", index]);
    const identity = identityOf(virtual, virtual.fwmark ? firstAddress(virtual) : undefined);
    if (identity) {
      const key =
        identity.kind === "fwmark"
          ? `${String(identity.mark)} ${String(identity.family)}`
          : Object.values(identity).join(" ");
      const { other, clash } = seenBefore(services, key, virtual.name, Boolean(virtual.active));
      if (other !== undefined && identity.kind === "fwmark")
        report(inEffect(clash), "fwmark", `Write another mark: ${other} has ${String(identity.mark)} too.`);
      else if (other !== undefined)
        report(inEffect(clash), "address", `Write another address, port or protocol: ${other} has the same three.`);
    }
    validateServerDuplicates(virtual, ["virtualServers", index], findings);
  });
}

function validateServerDuplicates(virtual: VirtualServer, path: ConfigPath, findings: Finding[]): void {
  const servers = new Map<string, Seen>();
  virtual.servers.forEach(({ active, address, name, port }, at) => {
    if (address === undefined || isUnset(address)) return;
    const key = `${address} ${String(port ?? virtual.port ?? DEFAULTS.service.port)}`;
    const { other, clash } = seenBefore(servers, key, name, Boolean(virtual.active && active));
    if (other === undefined) return;
    const report = reportTo(findings, [...path, "servers", at]);
    report(inEffect(clash), "address", `Write another address or port: ${other} has the same two.`);
  });
}

/** Names that commands could not tell apart. */
export function validateNames({ failoverServices, virtualServers }: LvsConfig, findings: Finding[]): void {
  uniqueNames(virtualServers, ["virtualServers"], "virtual server", findings);
  uniqueNames(failoverServices, ["failoverServices"], "failover service", findings);
  for (const [list, services] of Object.entries({ virtualServers, failoverServices }))
    services.forEach((service, index) => {
      uniqueNames(service.servers, [list, index, "servers"], "real server", findings);
      if ("checks" in service) uniqueChecks(service.checks, [list, index, "checks"], findings);
      service.servers.forEach(({ checks }, at) =>
        uniqueChecks(checks, [list, index, "servers", at, "checks"], findings),
      );
    });
}

function uniqueNames(
  named: readonly { readonly name: string }[],
  path: ConfigPath,
  what: string,
  findings: Finding[],
): void {
  const names = new Set<string>();
  named.forEach(({ name }, index) => {
    if (names.has(name))
      reportTo(findings, [...path, index])(
        "warning",
        "name",
        `Write another name: a second ${what} called ${name} cannot be told apart.`,
      );
    names.add(name);
  });
}

/** Of two checks with one name only the later would run. */
function uniqueChecks(
  checks: readonly { readonly name: string }[] | undefined,
  path: ConfigPath,
  findings: Finding[],
): void {
  const names = new Set<string>();
  checks?.forEach(({ name }, index) => {
    if (names.has(name))
      reportTo(findings, [...path, index])(
        "error",
        "name",
        `Write another name: there is a check called ${name} already.`,
      );
    names.add(name);
  });
}

type Seen = { readonly first: string; readonly active: string | undefined };

/** Who had this key before, and whether both are in effect. */
function seenBefore(seen: Map<string, Seen>, key: string, name: string, active: boolean) {
  const before = seen.get(key);
  if (!before) {
    seen.set(key, { first: name, active: active ? name : undefined });
    return NOBODY;
  }
  const clash = active && before.active !== undefined;
  if (active && before.active === undefined) seen.set(key, { ...before, active: name });
  return { other: clash ? before.active : before.first, clash };
}

const NOBODY = { other: undefined, clash: false };

/** The first real server whose address is known without a look-up; only a mark goes by it. */
function firstAddress({ servers }: VirtualServer): IpAddress | undefined {
  const known = servers.find(({ address }) => familyOfHost(address) !== undefined);
  return ipAddressSchema.safeParse(known?.address).data;
}
