import { LabError } from "./deadline.ts";

/** A network: bridges, and nodes whose links are plugged into them. */
export type NetworkPlan<Name extends string = string> = {
  /** The folder of its logs among the artefacts. */
  readonly name?: string;
  readonly bridges: readonly string[];
  readonly nodes: Readonly<Record<Name, NodePlan>>;
};
export type NodePlan = {
  readonly links: Readonly<Record<string, LinkPlan>>;
  /** Set before the links exist, so that `….conf.default.…` applies to them; the links' own are set afterwards. */
  readonly sysctls?: Readonly<Record<string, string | number>>;
  /** As after `ip route add`: "default via 10.11.12.254". */
  readonly routes?: readonly string[];
};
export type LinkPlan = {
  readonly bridge: string;
  /** As after `ip addr add`: "192.168.26.201/24", "fd00:26::201/64". IPv6 ones skip duplicate address detection. */
  readonly addresses?: readonly string[];
};

/** The longest name an interface can have. */
const NAME_CHARACTERS = 15;

/** The name of a bridge, or of a link's end at the bridge, in the namespace that holds the bridges of all networks. */
export function outsideName(network: number, ...parts: readonly string[]): string {
  const name = [network, ...parts].join("-");
  if (name.length > NAME_CHARACTERS)
    throw new LabError(`Interface name too long: ${name}. Shorten the node or the link.`);
  return name;
}

/** The shell script that makes a node what its plan says; runs in the node's namespaces. */
export function nodeScript(network: number, node: string, { links, sysctls = {}, routes = [] }: NodePlan): string {
  const settings = Object.entries(sysctls).map(([name, value]) => ({ name, value: String(value) }));
  const ofLink = ({ name }: { name: string }): boolean =>
    Object.keys(links).some((link) => name.includes(`.${link}.`) || name.includes(`/${link}/`));
  return [
    ...[...QUIET, ...settings.filter((setting) => !ofLink(setting))].map(setSysctl),
    "ip -batch - <<END",
    "link set lo up",
    ...Object.entries(links).flatMap(([link, plan]) => linkCommands(network, node, link, plan)),
    ...routes.map((route) => `route add ${route}`),
    "END",
    ...settings.filter(ofLink).map(setSysctl),
  ].join("\n");
}

/** What `ip -batch` is told, outside, once the nodes exist: bridges, and cables plugged into them. */
export function outsideCommands(network: number, { bridges, nodes }: NetworkPlan): string[] {
  return [
    ...bridges.map(
      (bridge) => `link add ${outsideName(network, bridge)} type bridge forward_delay 0 stp_state 0 mcast_snooping 0`,
    ),
    ...cables({ nodes }).map(
      ({ node, link, bridge }) =>
        `link set ${outsideName(network, node, link)} master ${outsideName(network, bridge)} up`,
    ),
    ...bridges.map((bridge) => `link set ${outsideName(network, bridge)} up`),
  ];
}

/** What `ip -force -batch` is told, outside, to take a network away. */
export function removalCommands(network: number, { bridges, nodes }: NetworkPlan): string[] {
  return [
    ...cables({ nodes }).map(({ node, link }) => `link del ${outsideName(network, node, link)}`),
    ...bridges.map((bridge) => `link del ${outsideName(network, bridge)}`),
  ];
}

/** No surprises of IPv6's own making, and no reverse path filter that a distribution may have switched on. */
const QUIET = [
  { name: "net.ipv6.conf.default.accept_dad", value: "0" },
  { name: "net.ipv6.conf.default.accept_ra", value: "0" },
  { name: "net.ipv6.conf.default.router_solicitations", value: "0" },
  { name: "net.ipv4.conf.all.rp_filter", value: "0" },
  { name: "net.ipv4.conf.default.rp_filter", value: "0" },
];

const setSysctl = ({ name, value }: { name: string; value: string }): string =>
  `echo '${value}' >/proc/sys/${name.includes("/") ? name : name.replaceAll(".", "/")}`;

// "netns 1": the far end goes to the namespace of process 1, which holds the bridges.
const linkCommands = (network: number, node: string, link: string, { addresses = [] }: LinkPlan): string[] => [
  `link add ${link} type veth peer name ${outsideName(network, node, link)} netns 1`,
  ...addresses.map((address) => `addr add ${address} dev ${link}${address.includes(":") ? " nodad" : ""}`),
  `link set ${link} up`,
];

/** The files in which both ends of every cable say whether they are up. */
export function linkStates(network: number, plan: NetworkPlan): { node?: string; path: string }[] {
  return cables(plan).flatMap(({ node, link }) => [
    { node, path: `/sys/class/net/${link}/operstate` },
    { path: `/sys/class/net/${outsideName(network, node, link)}/operstate` },
  ]);
}

type Cable = { readonly node: string; readonly link: string; readonly bridge: string };
function cables({ nodes }: Pick<NetworkPlan, "nodes">): Cable[] {
  return Object.entries(nodes).flatMap(([node, { links }]) =>
    Object.entries(links).map(([link, { bridge }]) => ({ node, link, bridge })),
  );
}
