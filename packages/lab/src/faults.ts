import type { LabNode } from "./node.ts";
import { LabCommandError, type Place } from "./place.ts";
import type { LabProcess } from "./process.ts";

/** Something broken on purpose, at `atMs` of the lab's clock. */
export type Fault = { readonly atMs: number; readonly restore: () => Promise<{ atMs: number }> };

/** Pulls a cable at the far end: the node loses the carrier at once. */
export async function cutCable(node: LabNode, link: string): Promise<Fault> {
  const { outside } = cable(node, link);
  const device = `/sys/class/net/${outside}`;
  // Through the file rather than `ip`: no program to start, so `atMs` is true to the millisecond.
  const { atMs } = await node.outside.writeFile(`${device}/flags`, "0x1002");
  return {
    atMs,
    restore: async () => {
      await node.outside.writeFile(`${device}/flags`, "0x1003");
      await node.awaitFile(`/sys/class/net/${link}/operstate`, "up");
      return node.outside.awaitFile(`${device}/operstate`, "up");
    },
  };
}

/** Takes a cable out of its bridge but leaves the carrier: the node can't tell. */
export async function isolate(node: LabNode, link: string): Promise<Fault> {
  const { outside, bridge } = cable(node, link);
  const set = (...args: string[]): Promise<{ atMs: number }> =>
    doIn(node.outside, ["ip", "link", "set", outside, ...args]);
  return { ...(await set("nomaster")), restore: () => set("master", bridge) };
}

/** Makes a link bad. `how` is as after `netem`: "loss 30% delay 50ms 10ms duplicate 5%". */
export async function impair(
  node: LabNode,
  link: string,
  how: string,
  direction: "fromNode" | "toNode" = "fromNode",
): Promise<Fault> {
  const [where, device]: [Place, string] =
    direction === "fromNode" ? [node, link] : [node.outside, cable(node, link).outside];
  const { atMs } = await doIn(where, ["tc", "qdisc", "replace", "dev", device, "root", "netem", ...how.split(" ")]);
  return { atMs, restore: () => doIn(where, ["tc", "qdisc", "del", "dev", device, "root"]) };
}

/** Which traffic a fault is about. What is absent matches everything. */
export type Traffic = {
  readonly protocol?: "icmp" | "tcp" | "udp" | "sctp";
  /** The destination port. */
  readonly port?: number;
  readonly from?: string;
  readonly to?: string;
};

/**
 * Drops traffic of both address families on a node's link, on its way in or out. It does so with `tc`, before any
 * firewall and behind any capture; the kernel of User-Mode Linux has no nftables for IP.
 */
export async function dropTraffic(
  node: LabNode,
  link: string,
  traffic: Traffic,
  direction: "fromNode" | "toNode" = "toNode",
): Promise<Fault> {
  const hook = direction === "toNode" ? "ingress" : "egress";
  const priority = ++faults;
  const where = ["dev", link, hook];
  await node.run(["tc", "qdisc", "add", "dev", link, "clsact"]); // Refused when an earlier fault has added it.
  const rules = matches(traffic).map((match, index) =>
    ["filter", "add", ...where, "prio", priority * 2 + index, match, "action", "drop"].join(" "),
  );
  const { atMs } = await doIn(node, ["tc", "-batch", "-"], `${rules.join("\n")}\n`);
  const removals = rules.map((_, index) => ["filter", "del", ...where, "prio", priority * 2 + index].join(" "));
  return { atMs, restore: () => doIn(node, ["tc", "-batch", "-"], `${removals.join("\n")}\n`) };
}
let faults = 0;

/** The traffic as matches of `tc`'s flower, one for each address family it can be of. */
function matches({ protocol, port, from, to }: Traffic): string[] {
  const addresses = [from, to].filter((address) => address !== undefined);
  const families = (["ip", "ipv6"] as const).filter((family) =>
    addresses.every((address) => address.includes(":") === (family === "ipv6")),
  );
  return families.map((family) =>
    [
      `protocol ${family} flower`,
      protocol === undefined ? "" : `ip_proto ${protocol === "icmp" && family === "ipv6" ? "icmpv6" : protocol}`,
      port === undefined ? "" : `dst_port ${port}`,
      from === undefined ? "" : `src_ip ${from}`,
      to === undefined ? "" : `dst_ip ${to}`,
    ].join(" "),
  );
}

/** Stops a process and its children as they are, like a machine that hangs. */
export async function freeze(process: LabProcess): Promise<Fault> {
  const { atMs } = await process.signal("SIGSTOP", { group: true });
  return { atMs, restore: () => process.signal("SIGCONT", { group: true }) };
}

/** Takes an address ("192.168.26.10/24") off a link. */
export async function removeAddress(node: LabNode, link: string, address: string): Promise<Fault> {
  const change = (what: string): Promise<{ atMs: number }> => doIn(node, ["ip", "addr", what, address, "dev", link]);
  return { ...(await change("del")), restore: () => change("add") };
}

/** Empties a router's IPVS table. `restore` puts back what was in it. */
export async function clearTable(node: LabNode): Promise<Fault> {
  const table = await node.exec(["ipvsadm", "-Sn"]);
  const { atMs } = await doIn(node, ["ipvsadm", "-C"]);
  return { atMs, restore: () => doIn(node, ["ipvsadm", "-R"], table) };
}

function cable(node: LabNode, link: string): { outside: string; bridge: string } {
  const found = node.cables[link];
  if (!found) throw new Error(`${node.name} has no link ${link}`);
  return found;
}

async function doIn(place: Place, argv: readonly string[], stdin = ""): Promise<{ atMs: number }> {
  const result = await place.run(argv, { stdin });
  if (result.code !== 0) throw new LabCommandError(place.title, argv, result);
  return { atMs: result.atMs };
}
