import type { EffectiveConfig, IpAddress, RaisedAddress } from "../config/index.ts";

/** An address to raise, as ip-address(8) takes it. `device` is the interface, `label` the alias or the same. */
export type AddressLine = {
  readonly address: IpAddress;
  readonly prefixLength: number;
  readonly device: string;
  readonly label: string;
  /** Whole seconds until the kernel takes it away by itself. */
  readonly lifetimeSeconds: number;
};

/** An address an interface has. */
export type HeldAddress = { readonly address: string; readonly prefixLength: number; readonly device: string };

/** Arguments of `ip` that refresh an address, or raise it: a refresh of an absent address creates it (measured). */
export function raiseAddress({ address, prefixLength, device, label, lifetimeSeconds }: AddressLine): string {
  const v6 = address.includes(":");
  const name = v6 || label === device ? "" : ` label ${label}`;
  // alone in its network it needs no route, and must not become the router's own source address
  const route = prefixLength === (v6 ? 128 : 32) ? " noprefixroute" : "";
  const life = v6
    ? `nodad valid_lft ${lifetimeSeconds} preferred_lft 0`
    : `valid_lft ${lifetimeSeconds} preferred_lft ${lifetimeSeconds}`;
  return `addr change ${address}/${prefixLength} dev ${device}${name}${route} ${life}`;
}

/** Arguments of `ip` that take an address away. */
export const removeAddress = ({ address, prefixLength, device }: HeldAddress): string =>
  `addr del ${address}/${prefixLength} dev ${device}`;

/** Every address the serving router raises, each once: the NAT router's and those of active virtual servers. */
export function raisedAddresses({ virtualServers, natRouter }: EffectiveConfig): RaisedAddress[] {
  const all = [natRouter, ...virtualServers.filter(({ active }) => active).map(({ raised }) => raised)];
  return [...new Map(all.flatMap((one) => (one ? [[one.address, one] as const] : []))).values()];
}

/** The interface of an address's device: `eth0` of the alias `eth0:1`. */
export const interfaceOf = ({ device }: { readonly device: string }): string => device.split(":")[0] ?? device;

/** The commands of `ip` that turn the addresses a router holds into those it should hold. */
export function addressCommands(
  wanted: readonly RaisedAddress[],
  held: readonly HeldAddress[],
  lifetimeSeconds: number,
): string[] {
  const kept = new Set<string>(wanted.map(({ address }) => address));
  const there = new Set(held.map(({ address }) => address));
  const missing = wanted.filter(({ address }) => !there.has(address));
  return [
    ...missing.map(
      (one) => `ip ${raiseAddress({ ...one, device: interfaceOf(one), label: one.device, lifetimeSeconds })}`,
    ),
    ...held.filter(({ address }) => !kept.has(address)).map((one) => `ip ${removeAddress(one)}`),
  ];
}
