import type { LabNode } from "./node.ts";

/**
 * Makes a node a real server for direct routing: it has the virtual addresses on its loopback and doesn't answer ARP for
 * them. (IPv6 answers neighbour solicitations only for addresses of the interface asked on, so it needs nothing more.)
 */
export async function serveDirect(node: LabNode, ...virtualAddresses: readonly string[]): Promise<void> {
  await node.exec(["sysctl", "-qw", ...QUIET_ABOUT_VIRTUAL_ADDRESSES]);
  await addAddresses(node, "lo", virtualAddresses);
}

/** Makes a node a real server for tunnelling: it unpacks IPIP, and has the virtual addresses on the tunnel device. */
export async function serveTunnel(node: LabNode, ...virtualAddresses: readonly string[]): Promise<void> {
  const [ipv6, ipv4] = [virtualAddresses.filter(isIpv6), virtualAddresses.filter((address) => !isIpv6(address))];
  await node.exec(["sysctl", "-qw", ...QUIET_ABOUT_VIRTUAL_ADDRESSES]);
  if (ipv4.length > 0) await raise(node, "tunl0", ipv4);
  if (ipv6.length > 0) await raise(node, "ip6tnl0", ipv6);
}

async function raise(node: LabNode, device: string, addresses: readonly string[]): Promise<void> {
  await node.exec(["ip", "link", "set", device, "up"]);
  // What comes out of the tunnel has the client's address, which is not routed back through the tunnel.
  if (device === "tunl0") await node.exec(["sysctl", "-qw", `net.ipv4.conf.${device}.rp_filter=0`]);
  await addAddresses(node, device, addresses);
}

const QUIET_ABOUT_VIRTUAL_ADDRESSES = [
  "net.ipv4.conf.all.arp_ignore=1",
  "net.ipv4.conf.all.arp_announce=2",
  "net.ipv4.conf.all.rp_filter=0",
];

async function addAddresses(node: LabNode, device: string, addresses: readonly string[]): Promise<void> {
  for (const address of addresses) {
    const options = isIpv6(address) ? [`${address}/128`, "nodad"] : [`${address}/32`];
    await node.exec(["ip", "addr", "add", ...options, "dev", device]);
  }
}

const isIpv6 = (address: string): boolean => address.includes(":");
