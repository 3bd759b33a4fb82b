import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  ARTICLE,
  articleNetwork,
  collectOnFailure,
  serveDirect,
  serveTunnel,
  sharedLab,
  type ArticleNode,
  type Lab,
  type Network,
} from "../../src/index.ts";
import { NUMBERS, serveWeb, startRouter, webText, type Router } from "./router.ts";

const URL = `http://${ARTICLE.vip}/`;
const SCHEDULERS = ["rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh", "sh", "sed", "nq", "fo", "ovf", "mh"];

let lab: Lab;
let net: Network<ArticleNode>;
let router: Router;
beforeAll(async () => {
  lab = await sharedLab();
});
afterEach(({ task }) => collectOnFailure(task, net));

const allIn = () => Promise.all(NUMBERS.map((name) => router.row(`-r ${ARTICLE[name]}:80`)));

describe("a router that forwards by nat", () => {
  beforeAll(async () => {
    net = await articleNetwork(lab, { name: "nat" });
    await serveWeb(net);
    router = await startRouter(net.nodes.lefty, webText());
    await allIn();
  });
  afterAll(() => net.close());

  it("spreads 300 requests evenly by rr", async () => {
    const { byServer, failures } = await net.nodes.client.fetch(URL, 300);
    expect(failures).toBe(0);
    expect(byServer).toEqual({ number1: 100, number2: 100, number3: 100 });
  });

  it("spreads them by weight with wrr", async () => {
    await router.install(
      webText({ serialNo: 2, lines: "scheduler = wrr", of: { number1: "weight = 3", number2: "weight = 2" } }),
    );
    const { byServer, failures } = await net.nodes.client.fetch(URL, 300);
    expect(failures).toBe(0);
    expect(byServer).toEqual({ number1: 150, number2: 100, number3: 50 });
  });

  it("programs every scheduler", async () => {
    for (const [index, scheduler] of SCHEDULERS.entries()) {
      await router.install(webText({ serialNo: 3 + index, lines: `scheduler = ${scheduler}` }));
      expect(await router.table()).toContain(`-A -t ${ARTICLE.vip}:80 -s ${scheduler}`);
    }
    expect(await router.ask("status")).not.toContain("refused");
  });

  it("programs and balances IPv6, UDP and firewall marks", async () => {
    const more = `virtual web6 {\nactive = 1\naddress = ${ARTICLE.vip6} eth0\nport = 80\nscheduler = rr\ntimeout = 1\nserver number1 {\naddress = fd00:12::1\nactive = 1\n}\nserver number2 {\naddress = fd00:12::2\nactive = 1\n}\n}
virtual echo {\nactive = 1\naddress = ${ARTICLE.vip} eth0:1\nport = 7\nprotocol = udp\nscheduler = rr\ntimeout = 1\nsend = "hello"\nexpect = "hello"\nserver number1 {\naddress = ${ARTICLE.number1}\nactive = 1\n}\n}
virtual marked {\nactive = 1\nfwmark = 77\nport = 80\npersistent = 30\ntimeout = 1\nserver number3 {\naddress = ${ARTICLE.number3}\nactive = 1\n}\n}`;
    await Promise.all(
      [1, 2].map((host) =>
        net.nodes[`number${host as 1 | 2}`].exec(["ip", "-6", "route", "replace", "default", "via", "fd00:12::201"]),
      ),
    );
    await net.nodes.number1.serve({ port: 7, kind: "udpEcho" });
    await router.install(webText({ serialNo: 40, more }));
    await router.row("-a -t [fd00:26::10]:80 -r [fd00:12::2]:80");
    await router.row(`-a -u ${ARTICLE.vip}:7 -r ${ARTICLE.number1}:7`);
    await router.row("-A -f 77 -s wlc -p 30");
    await router.row(`-a -f 77 -r ${ARTICLE.number3}:80`);
    const v6 = await net.nodes.client.fetch(`http://[${ARTICLE.vip6}]/`, 20);
    expect(v6).toMatchObject({ failures: 0, byServer: { number1: 10, number2: 10 } });
    const udp = await net.nodes.client.fetch(`udp://${ARTICLE.vip}:7`, 5);
    expect(udp.failures).toBe(0);
  });
});

describe.each([
  ["direct", serveDirect],
  ["tunnel", serveTunnel],
] as const)("a router that forwards by %s", (network, prepare) => {
  beforeAll(async () => {
    net = await articleNetwork(lab, { name: network, forwarding: network });
    for (const name of NUMBERS) await prepare(net.nodes[name], ARTICLE.vip);
    await serveWeb(net);
    router = await startRouter(net.nodes.lefty, webText({ network }));
    await allIn();
  });
  afterAll(() => net.close());

  /** Counters of the real servers that have had their share of connections. */
  const figures = async () => {
    const stats = await net.nodes.lefty.exec(["ipvsadm", "-Ln", "--stats", "--exact"]);
    const rows = stats.split("\n").filter((line) => line.includes("->") && line.includes(":80"));
    return rows
      .map((row) => row.trim().split(/\s+/).slice(2).map(Number))
      .map(([connections = 0, inPackets = 0, outPackets = -1]) => ({ connections, inPackets, outPackets }))
      .filter(({ connections }) => connections >= 10);
  };

  it("balances, and the answers go past it", async () => {
    const { byServer, failures } = await net.nodes.client.fetch(URL, 30);
    expect(failures).toBe(0);
    expect(byServer).toEqual({ number1: 10, number2: 10, number3: 10 });
    // the kernel adds its counters up every two seconds
    await expect.poll(figures, { timeout: 15_000 }).toHaveLength(3);
    for (const { inPackets, outPackets } of await figures()) {
      expect(inPackets).toBeGreaterThan(10);
      expect(outPackets).toBe(0);
    }
  });
});
