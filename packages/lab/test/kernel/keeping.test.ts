import { afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  ARTICLE,
  articleNetwork,
  clearTable,
  collectOnFailure,
  deadlineMs,
  sharedLab,
  type ArticleNode,
  type Lab,
  type Network,
} from "../../src/index.ts";
import { AGENT, NUMBERS, routerOn, serveWeb, startRouter, webText, type Router } from "./router.ts";

const REPAIR_MS = 3_000 + deadlineMs(1_500);
let lab: Lab;
let net: Network<ArticleNode>;
let router: Router;
beforeAll(async () => {
  lab = await sharedLab();
});
afterEach(async ({ task }) => {
  await collectOnFailure(task, net);
  await net.close();
});

async function layOut(name: string, text = webText()) {
  net = await articleNetwork(lab, { name });
  const servers = await serveWeb(net);
  router = await startRouter(net.nodes.lefty, text);
  return servers;
}
const allIn = () => Promise.all(NUMBERS.map((name) => router.row(`-r ${ARTICLE[name]}:80`)));
const held = async (node = net.nodes.lefty) => (await node.exec(["ip", "-br", "addr"])).replaceAll(/\s+/g, " ");

describe("a router", () => {
  it("repairs a table that somebody emptied, and a row that somebody deleted, within three seconds", async () => {
    await layOut("repair");
    await allIn();
    const before = await router.table();
    for (const damage of [
      () => clearTable(net.nodes.lefty),
      () => net.nodes.lefty.exec(["ipvsadm", "-d", "-t", `${ARTICLE.vip}:80`, "-r", `${ARTICLE.number2}:80`]),
      () =>
        net.nodes.lefty.exec([
          "ipvsadm",
          "-e",
          "-t",
          `${ARTICLE.vip}:80`,
          "-r",
          `${ARTICLE.number1}:80`,
          "-m",
          "-w",
          "9",
        ]),
    ]) {
      await damage();
      const damagedMs = await lab.nowMs();
      expect(await router.table()).not.toBe(before);
      await expect
        .poll(router.table, { timeout: REPAIR_MS, interval: 100 })
        .toSatisfy((text: string) => sorted(text) === sorted(before));
      expect((await lab.nowMs()) - damagedMs).toBeLessThan(REPAIR_MS);
    }
    expect(await router.ask("events")).toContain("the routing table was changed by somebody else");
  });

  it("leaves a foreign service alone through start, reload and stop, and refuses an identical one until it is adopted", async () => {
    net = await articleNetwork(lab, { name: "foreign" });
    await serveWeb(net);
    const { lefty } = net.nodes;
    await lefty.exec(["ipvsadm", "-A", "-t", "192.168.26.99:25", "-s", "lc"]);
    await lefty.exec(["ipvsadm", "-a", "-t", "192.168.26.99:25", "-r", "10.11.12.9:25", "-m"]);
    await lefty.exec(["ipvsadm", "-A", "-t", `${ARTICLE.vip}:80`, "-s", "lc"]);
    const foreign = "-A -t 192.168.26.99:25 -s lc\n-a -t 192.168.26.99:25 -r 10.11.12.9:25 -m -w 1\n";
    router = await startRouter(lefty, webText());
    await router.agent.line("install --adopt");
    expect(await router.table()).toContain(`-A -t ${ARTICLE.vip}:80 -s lc`);
    expect(await router.ask("table")).toContain("not ours: tcp 192.168.26.99:25");
    await router.install(webText({ serialNo: 2 }), "--adopt");
    await allIn();
    await lefty.exec(["sh", "-c", `kill -HUP $(pgrep -o -f "piranha-agent.js run")`]);
    await router.agent.line("read /etc/piranha/lvs.cf again");
    expect(await router.table()).toContain(foreign);
    await router.ask("stop", "--flush");
    expect(await router.table()).toBe(foreign);
    expect(await held()).not.toContain(ARTICLE.vip);
    await router.agent.stop();
    expect(await router.table()).toBe(foreign);
  });

  it("fails no request of a client asking every 10 ms for 60 s while its agent is killed and started again", async () => {
    await layOut("killed");
    await allIn();
    const series = await net.nodes.client.keepAsking(`http://${ARTICLE.vip}/`, { everyMs: 10 });
    const endMs = (await lab.nowMs()) + 60_000;
    for (let life = 0; life < 3; life++) {
      await series.until({ count: 300 }, 60_000);
      // the program and everything it started: pulse, lvs, the address channel
      await router.agent.signal("SIGKILL", { group: true });
      await router.agent.exited;
      await series.until({ count: 100 }, 60_000);
      const agent = await net.nodes.lefty.start([...AGENT, "run"], { name: "piranha-agent" });
      router = routerOn(net.nodes.lefty, agent);
      await agent.line("pulse: raised", 60_000);
    }
    while ((await lab.nowMs()) < endMs) await series.until({ count: 100 }, 60_000);
    const { requests, failures, byError } = await series.stop();
    expect(byError).toEqual({});
    expect(failures).toBe(0);
    expect(requests).toBeGreaterThan(2_000);
  });

  it("loses its addresses by itself when its agent is dead", async () => {
    await layOut("dead");
    await router.agent.signal("SIGKILL", { group: true });
    await router.agent.exited;
    await expect.poll(() => held(), { timeout: 11_000 + deadlineMs(3_000), interval: 500 }).not.toContain(ARTICLE.vip);
    expect(await held()).not.toContain(ARTICLE.gateway);
  });

  it("loses its addresses by itself when its agent is frozen, and gets them back when it goes on", async () => {
    await layOut("frozen");
    await router.agent.signal("SIGSTOP", { group: true });
    await expect.poll(() => held(), { timeout: 11_000 + deadlineMs(3_000), interval: 500 }).not.toContain(ARTICLE.vip);
    await router.agent.signal("SIGCONT", { group: true });
    await expect.poll(() => held(), { timeout: deadlineMs(15_000), interval: 500 }).toContain(ARTICLE.vip);
  });

  it("changes one weight with one -e and nothing else", async () => {
    net = await articleNetwork(lab, { name: "weight" });
    await serveWeb(net);
    const { lefty } = net.nodes;
    // what the agent tells ipvsadm goes through this first
    const recorder =
      '#!/bin/sh\ncase "$1" in\n-R) tee -a /tmp/told | /sbin/ipvsadm -R;;\n-S|-L) exec /sbin/ipvsadm "$@";;\n*) echo "$@" >>/tmp/told; exec /sbin/ipvsadm "$@";;\nesac\n';
    await lefty.writeFile("/tmp/bin/ipvsadm", recorder, 0o755);
    await lefty.writeFile("/etc/piranha/lvs.cf", webText());
    const env = { PATH: "/tmp/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" };
    router = routerOn(lefty, await lefty.start([...AGENT, "run"], { name: "piranha-agent", env }));
    await allIn();
    await lefty.writeFile("/tmp/told", "");
    await router.install(webText({ serialNo: 2, of: { number2: "weight = 7" } }));
    await router.row(`-r ${ARTICLE.number2}:80 -m -w 7`);
    await new Promise((resolve) => setTimeout(resolve, 3_000)); // a repair would have come by now
    expect((await lefty.readFile("/tmp/told")).toString()).toBe(
      `-e -t ${ARTICLE.vip}:80 -r ${ARTICLE.number2}:80 -m -w 7\n`,
    );
  });

  it("fails no request while the port of all its real servers changes", async () => {
    await layOut("ports");
    await allIn();
    await Promise.all(NUMBERS.map((name) => net.nodes[name].serve({ port: 8080, kind: "http" })));
    const series = await net.nodes.client.keepAsking(`http://${ARTICLE.vip}/`, { everyMs: 20 });
    await series.until({ count: 20 });
    const port = "port = 8080";
    await router.install(webText({ serialNo: 2, of: { number1: port, number2: port, number3: port } }));
    for (const name of NUMBERS) {
      await router.row(`-r ${ARTICLE[name]}:8080`);
      await router.row(`-r ${ARTICLE[name]}:80 `, false);
    }
    await series.until({ count: 20 });
    expect((await series.stop()).byError).toEqual({});
  });

  it("keeps the address that serves while it raises a hundred new ones", async () => {
    const blocks = Array.from(
      { length: 100 },
      (_, i) =>
        `virtual v${i} {\nactive = 1\naddress = 192.168.26.${i + 50} eth0:2\nport = 80\nserver number1 {\naddress = ${ARTICLE.number1}\nactive = 1\n}\n}\n`,
    );
    await layOut("many");
    await allIn();
    const series = await net.nodes.client.keepAsking(`http://${ARTICLE.vip}/`, { everyMs: 50 });
    await router.install(webText({ serialNo: 2, more: blocks.join("") }));
    await router.agent.line(/192\.168\.26\.149 on eth0|and \d+ more/, 60_000);
    await expect.poll(() => held(), { timeout: deadlineMs(60_000), interval: 1_000 }).toContain("192.168.26.149/32");
    expect((await series.stop()).byError).toEqual({});
  });

  it("serves as soon as its own address is there, when that comes late", async () => {
    net = await articleNetwork(lab, { name: "late" });
    const { lefty } = net.nodes;
    await lefty.exec(["ip", "addr", "del", `${ARTICLE.lefty.public}/24`, "dev", "eth0"]);
    await lefty.writeFile("/etc/piranha/lvs.cf", webText());
    const agent = await lefty.start([...AGENT, "run"], { name: "piranha-agent" });
    router = routerOn(lefty, agent);
    await agent.line("neither primary nor backup of lvs.cf is an address of this machine", 60_000);
    await lefty.exec(["ip", "addr", "add", `${ARTICLE.lefty.public}/24`, "dev", "eth0"]);
    await agent.line(new RegExp(`raised .*${ARTICLE.vip}`), 60_000);
  });

  it("takes away one of three addresses in a network it is not in, and the others stay", async () => {
    const block = (host: number, active: boolean) =>
      `virtual v${host} {\nactive = ${active ? 1 : 0}\naddress = 203.0.113.${host} eth0:${host}\nvip_nmask = 255.255.255.0\nport = 80\nserver number1 {\naddress = ${ARTICLE.number1}\nactive = 1\n}\n}\n`;
    const blocks = (first: boolean) => block(10, first) + block(11, true) + block(12, true);
    await layOut("three", webText({ more: blocks(true) }));
    await router.agent.line("203.0.113.12 on eth0");
    for (const host of [10, 11, 12]) expect(await held()).toContain(`203.0.113.${host}/24`);
    await router.install(webText({ serialNo: 2, more: blocks(false) }));
    await expect.poll(() => held(), { timeout: deadlineMs(10_000) }).not.toContain("203.0.113.10");
    for (const host of [11, 12]) expect(await held()).toContain(`203.0.113.${host}/24`);
    expect(await router.ask("status")).toContain("203.0.113.11 on eth0  raised");
  });

  it("does not loop on a row the kernel refuses, and says why in the kernel's words", async () => {
    // the kernel takes no local address of this router as a tunnel's or route's end of IPv6; a broadcast address it never takes
    await layOut(
      "refused",
      webText({
        more: `virtual odd {\nactive = 1\naddress = ${ARTICLE.vip} eth0:1\nport = 81\ncheck up {\nkind = program\nprogram = "true"\ninterval = 1\n}\nserver all {\naddress = 10.11.12.255\nactive = 1\n}\n}\n`,
      }),
    );
    await net.nodes.lefty.writeFile("/etc/piranha/scripts/true", "#!/bin/sh\nexit 0\n", 0o755);
    await router.agent.line("the kernel refuses ipvsadm -a", 60_000);
    await allIn();
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    expect(router.agent.lines().filter((line) => line.includes("the kernel refuses")).length).toBe(1);
    expect(await router.ask("status")).toContain("refused by the kernel: ipvsadm -a");
  });

  it("announces its addresses when it raises them, and again every announce_interval, IPv4 and IPv6", async () => {
    net = await articleNetwork(lab, { name: "announce" });
    const { client, lefty } = net.nodes;
    const heard = await client.capture("eth0", "arp or icmp6");
    const more = `virtual web6 {\nactive = 1\naddress = ${ARTICLE.vip6} eth0\nport = 80\nserver number1 {\naddress = fd00:12::1\nactive = 1\n}\n}\n`;
    // the client believes the address to be elsewhere, as after a failover
    for (const address of [ARTICLE.vip, ARTICLE.vip6])
      await client.exec([
        "ip",
        "neigh",
        "replace",
        address,
        "lladdr",
        "02:00:00:00:00:99",
        "dev",
        "eth0",
        "nud",
        "stale",
      ]);
    router = await startRouter(lefty, webText({ head: "announce_interval = 1", more }));
    await router.agent.line(new RegExp(`raised .*${ARTICLE.vip6}`), 60_000);
    const announced = async () => {
      const packets = await client.exec(["tcpdump", "-n", "-r", heard.path]);
      const lines = packets.split("\n");
      const arp = lines.filter(
        (line) =>
          line.includes(`who-has ${ARTICLE.vip} tell ${ARTICLE.vip}`) || line.includes(`Announcement ${ARTICLE.vip}`),
      );
      const advertised = lines.filter(
        (line) => line.includes("neighbor advertisement") && line.includes(`tgt is ${ARTICLE.vip6}`),
      );
      return Math.min(arp.length, advertised.length);
    };
    await expect.poll(announced, { timeout: deadlineMs(20_000), interval: 500 }).toBeGreaterThan(2);
    const mac = (JSON.parse(await lefty.exec(["ip", "-j", "link", "show", "eth0"])) as [{ address: string }])[0]
      .address;
    for (const address of [ARTICLE.vip, ARTICLE.vip6])
      expect(await client.exec(["ip", "neigh", "show", address])).toContain(mac);
    await heard.stop();
  });

  it("takes its addresses away when it ends, and leaves the rows for open connections", async () => {
    await layOut("ended");
    await allIn();
    await router.agent.signal("SIGTERM");
    await router.agent.exited;
    expect(await held()).not.toContain(ARTICLE.vip);
    expect(await router.table()).toContain(`-A -t ${ARTICLE.vip}:80`);
    expect((await net.nodes.lefty.run(["pgrep", "-f", "piranha-agent|ip -force"])).stdout).toBe("");
  });

  it("does not raise an address that another machine has, and says whose it is", async () => {
    net = await articleNetwork(lab, { name: "taken" });
    await net.nodes.righty.exec(["ip", "addr", "add", `${ARTICLE.vip}/24`, "dev", "eth0"]);
    await net.nodes.lefty.writeFile("/etc/piranha/lvs.cf", webText());
    const agent = await net.nodes.lefty.start([...AGENT, "run"], { name: "piranha-agent" });
    router = routerOn(net.nodes.lefty, agent);
    await agent.line(`${ARTICLE.vip} belongs to another machine`, 60_000);
    expect(await held()).not.toContain(ARTICLE.vip);
    await net.nodes.righty.exec(["ip", "addr", "del", `${ARTICLE.vip}/24`, "dev", "eth0"]);
    await agent.line(new RegExp(`raised .*${ARTICLE.vip}`), 60_000);
  });

  it("says what to do when it may not change the table, or has no ipvsadm", async () => {
    net = await articleNetwork(lab, { name: "unfit" });
    const { lefty } = net.nodes;
    await lefty.writeFile("/etc/piranha/lvs.cf", webText());
    const start = (...argv: string[]) => lefty.start([...argv, ...AGENT, "run"], { name: "piranha-agent" });
    const powerless = await start("setpriv", "--inh-caps=-all", "--bounding-set=-net_admin", "--");
    await powerless.line("run the agent as root or give it CAP_NET_ADMIN", 60_000);
    await powerless.stop();
    await lefty.exec([
      "sh",
      "-c",
      "mkdir -p /tmp/few && for one in node setpriv flock ip arping ping; do ln -s $(command -v $one) /tmp/few/$one; done",
    ]);
    const poor = await start("env", "PATH=/tmp/few");
    await poor.line("ipvsadm is not installed: apt-get install ipvsadm", 60_000);
    await expect
      .poll(async () => (await routerOn(lefty, poor).run(["status"])).stdout, { timeout: deadlineMs(15_000) })
      .toContain("faulted");
    expect(await held()).not.toContain(ARTICLE.vip);
    await poor.stop();
  });
});

const sorted = (text: string) => text.split("\n").sort().join("\n");
