import type { Lab } from "./lab.ts";
import type { Network } from "./network.ts";
import type { LinkPlan, NodePlan } from "./network-plan.ts";

/** The addresses of {@link articleNetwork}. Nobody has the virtual and the gateway ones to begin with: routers raise them. */
export const ARTICLE = {
  vip: "192.168.26.10",
  vip6: "fd00:26::10",
  gateway: "10.11.12.254",
  gateway6: "fd00:12::254",
  client: "192.168.26.200",
  client6: "fd00:26::200",
  lefty: { public: "192.168.26.201", private: "10.11.12.201", public6: "fd00:26::201", private6: "fd00:12::201" },
  righty: { public: "192.168.26.202", private: "10.11.12.202", public6: "fd00:26::202", private6: "fd00:12::202" },
  number1: "10.11.12.1",
  number2: "10.11.12.2",
  number3: "10.11.12.3",
} as const;

export type ArticleNode = "client" | "lefty" | "righty" | "number1" | "number2" | "number3";
export type ArticleOptions = {
  readonly name?: string;
  /**
   * With "nat" the real servers' only way out is the gateway address. With "direct" and "tunnel" they also have a link
   * `eth1` to the public side (192.168.26.1 to .3), by which their answers go straight to the client.
   */
  readonly forwarding?: "nat" | "direct" | "tunnel";
};

/**
 * The network of the article of 2000: a client and two routers on the public side, the routers and three real servers on
 * the private side. IPv4 and IPv6.
 */
export function articleNetwork(
  lab: Lab,
  { name = "article", forwarding = "nat" }: ArticleOptions = {},
): Promise<Network<ArticleNode>> {
  return lab.network({
    name,
    bridges: ["public", "private"],
    nodes: {
      client: { links: { eth0: publicLink(200) } },
      lefty: router(201),
      righty: router(202),
      number1: realServer(1, forwarding),
      number2: realServer(2, forwarding),
      number3: realServer(3, forwarding),
    },
  });
}

const publicLink = (host: number): LinkPlan => ({
  bridge: "public",
  addresses: [`192.168.26.${host}/24`, `fd00:26::${host}/64`],
});
const privateLink = (host: number): LinkPlan => ({
  bridge: "private",
  addresses: [`10.11.12.${host}/24`, `fd00:12::${host}/64`],
});

const router = (host: number): NodePlan => ({
  links: { eth0: publicLink(host), eth1: privateLink(host) },
  sysctls: { "net.ipv4.ip_forward": 1, "net.ipv6.conf.all.forwarding": 1, "net.ipv4.vs.conntrack": 1 },
});

const realServer = (host: number, forwarding: "nat" | "direct" | "tunnel"): NodePlan =>
  forwarding === "nat"
    ? {
        links: { eth0: privateLink(host) },
        routes: [`default via ${ARTICLE.gateway}`, `default via ${ARTICLE.gateway6}`],
      }
    : { links: { eth0: privateLink(host), eth1: publicLink(host) } };
