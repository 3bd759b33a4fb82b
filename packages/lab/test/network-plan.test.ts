import { describe, expect, it } from "vitest";
import { type NetworkPlan, nodeScript, outsideCommands, removalCommands } from "../src/network-plan.ts";

const plan = {
  bridges: ["public"],
  nodes: {
    lefty: {
      links: { eth0: { bridge: "public", addresses: ["192.168.26.201/24", "fd00:26::201/64"] } },
      sysctls: { "net.ipv4.ip_forward": 1, "net.ipv4.conf.eth0.arp_ignore": 1 },
      routes: ["default via 192.168.26.1"],
    },
  },
} satisfies NetworkPlan;

describe("a network plan", () => {
  it("becomes a script that makes the node, its links' own settings last", () => {
    const lines = nodeScript(1, "lefty", plan.nodes.lefty).split("\n");
    expect(lines.slice(5)).toEqual([
      "echo '1' >/proc/sys/net/ipv4/ip_forward",
      "ip -batch - <<END",
      "link set lo up",
      "link add eth0 type veth peer name 1-lefty-eth0 netns 1",
      "addr add 192.168.26.201/24 dev eth0",
      "addr add fd00:26::201/64 dev eth0 nodad",
      "link set eth0 up",
      "route add default via 192.168.26.1",
      "END",
      "echo '1' >/proc/sys/net/ipv4/conf/eth0/arp_ignore",
    ]);
  });

  it("becomes commands that plug the cables in, and take all of it away", () => {
    expect(outsideCommands(1, plan)).toEqual([
      "link add 1-public type bridge forward_delay 0 stp_state 0 mcast_snooping 0",
      "link set 1-lefty-eth0 master 1-public up",
      "link set 1-public up",
    ]);
    expect(removalCommands(1, plan)).toEqual(["link del 1-lefty-eth0", "link del 1-public"]);
  });

  it("refuses names that make an interface name longer than the kernel takes", () => {
    expect(() => nodeScript(1, "a-very-long-name", plan.nodes.lefty)).toThrow("1-a-very-long-name-eth0");
  });
});
