import { addressParts, familyOf, ipAddressSchema } from "@piranha/lvs/config";

type Interfaces = readonly { readonly name: string; readonly addresses: readonly string[] }[];

/**
 * The interface an address would be raised on: the one that is in its network, with the next alias that no other virtual server
 * uses. Undefined when no interface is in its network.
 */
export function suggestDevice(
  address: string,
  interfaces: Interfaces,
  used: readonly (string | null)[],
): string | undefined {
  const parsed = ipAddressSchema.safeParse(address.trim());
  if (!parsed.success) return undefined;
  const near = interfaces.find(({ addresses }) => addresses.some((own) => inNetwork(parsed.data, own)));
  if (!near) return undefined;
  const taken = new Set(used);
  for (let alias = 1; ; alias++) {
    const device = `${near.name}:${String(alias)}`;
    if (!taken.has(device)) return device;
  }
}

/** Whether an address is in the network of `ADDRESS/PREFIX`. */
function inNetwork(address: string, own: string): boolean {
  const [network = "", length] = own.split("/");
  if (length === undefined || familyOf(network) !== familyOf(address)) return false;
  const width = familyOf(address) === 6 ? 16 : 8;
  const [a, b] = [addressParts(address), addressParts(network)];
  return a.every((part, at) => {
    const bits = Math.min(width, Math.max(0, Number(length) - at * width));
    return part >> (width - bits) === (b[at] ?? 0) >> (width - bits);
  });
}
