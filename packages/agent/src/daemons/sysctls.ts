import type { EffectiveConfig } from "@piranha/lvs/config";
import type { RouterFacts } from "@piranha/lvs/status";
import type { Sysctls } from "../adapters/sysctl.ts";

/** A kernel setting a configuration needs, and why. */
export type WantedSysctl = { readonly name: string; readonly value: string };

/** The kernel settings a configuration needs (Documentation/networking/ip-sysctl and ipvs-sysctl of the kernel). */
export function wantedSysctls(config: EffectiveConfig): WantedSysctl[] {
  const active = config.virtualServers.filter((virtual) => virtual.active);
  const nat = active.filter(({ servers }) => servers.some(({ forwarding }) => forwarding === "nat"));
  const v6 = nat.some(({ identity }) =>
    identity.kind === "address" ? identity.address.includes(":") : identity.family === 6,
  );
  const raised = [...active.map(({ raised: address }) => address), config.natRouter].filter(
    (address) => address !== undefined,
  );
  const devices = new Set(raised.map(({ device }) => device.split(":")[0] ?? device));
  return [
    ...(nat.length > 0 ? [{ name: "net.ipv4.ip_forward", value: "1" }] : []),
    ...(v6 ? [{ name: "net.ipv6.conf.all.forwarding", value: "1" }] : []),
    ...(config.masquerade ? [{ name: "net.ipv4.vs.conntrack", value: "1" }] : []),
    // a connection to a server that was taken out ends at once instead of vanishing into silence
    { name: "net.ipv4.vs.expire_nodest_conn", value: "1" },
    { name: "net.ipv4.vs.expire_quiescent_template", value: "1" },
    ...[...devices].flatMap((device) => {
      const at = device.replaceAll(".", "/");
      return [
        { name: `net.ipv4.conf.${at}.promote_secondaries`, value: "1" },
        { name: `net.ipv4.conf.${at}.arp_notify`, value: "1" },
        { name: `net.ipv6.conf.${at}.ndisc_notify`, value: "1" },
      ];
    }),
  ];
}

/** Values that were there before us, by name; kept in `/run`, so they are those of this boot. */
export type SysctlMemory = {
  readonly load: () => Promise<Readonly<Record<string, string>>>;
  readonly save: (values: Readonly<Record<string, string>>) => Promise<void>;
};

/** Which of `wanted` would be changed now. */
export async function changedSysctls(sysctls: Sysctls, wanted: readonly WantedSysctl[]): Promise<WantedSysctl[]> {
  const values = await Promise.all(wanted.map(async (one) => ({ ...one, now: await sysctls.read(one.name) })));
  return values
    .filter(({ now, value }) => now !== undefined && now !== value)
    .map(({ name, value }) => ({ name, value }));
}

/** Sets what is needed and remembers what was there first. */
export async function applySysctls(
  sysctls: Sysctls,
  wanted: readonly WantedSysctl[],
  memory: SysctlMemory,
): Promise<RouterFacts["sysctls"]> {
  const before: Record<string, string> = { ...(await memory.load()) };
  const facts: RouterFacts["sysctls"] = [];
  for (const { name, value } of wanted) {
    const now = await sysctls.read(name);
    if (now === undefined) continue; // not of this kernel: nothing to wish for
    const was = (before[name] ??= now);
    const fault = now === value ? undefined : await sysctls.write(name, value);
    facts.push({
      name,
      was,
      value: fault === undefined ? value : now,
      fault: fault === undefined ? null : `${fault}: set ${name} = ${value} in /etc/sysctl.d`,
    });
  }
  await memory.save(before);
  return facts;
}
