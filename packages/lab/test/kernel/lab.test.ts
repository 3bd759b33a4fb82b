import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  ARTICLE,
  type ArticleNode,
  type Lab,
  type Network,
  articleNetwork,
  clearTable,
  collectOnFailure,
  cutCable,
  dropTraffic,
  freeze,
  impair,
  isolate,
  removeAddress,
  serveDirect,
  serveTunnel,
  sharedLab,
} from "../../src/index.ts";

const URL = `http://${ARTICLE.vip}/`;
const URL6 = `http://[${ARTICLE.vip6}]/`;

let lab: Lab;
beforeAll(async () => {
  lab = await sharedLab();
});

/** Lefty takes the virtual addresses and balances port 80 over the three real servers. */
async function balance({ nodes }: Network<ArticleNode>, forwarding: "-m" | "-g" | "-i"): Promise<void> {
  const { lefty, number1, number2, number3 } = nodes;
  const addresses = [
    `addr add ${ARTICLE.vip}/24 dev eth0`,
    `addr add ${ARTICLE.gateway}/24 dev eth1`,
    `addr add ${ARTICLE.vip6}/64 dev eth0 nodad`,
    `addr add ${ARTICLE.gateway6}/64 dev eth1 nodad`,
  ];
  await lefty.exec(["ip", "-batch", "-"], { stdin: `${addresses.join("\n")}\n` });
  const table = [1, 2, 3].flatMap((n) => [
    `-a -t ${ARTICLE.vip}:80 -r 10.11.12.${n}:80 ${forwarding}`,
    `-a -t [${ARTICLE.vip6}]:80 -r [fd00:12::${n}]:80 ${forwarding}`,
  ]);
  const services = [`-A -t ${ARTICLE.vip}:80 -s rr`, `-A -t [${ARTICLE.vip6}]:80 -s rr`];
  await lefty.exec(["ipvsadm", "-R"], { stdin: `${[...services, ...table].join("\n")}\n` });
  await Promise.all([number1, number2, number3].map((node) => node.serve({ port: 80, kind: "http" })));
}

/** Sends a text to a port of this machine and resolves with all that comes back. */
const sendAndReceive = (port: number, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let heard = "";
    const socket = connect({ host: "127.0.0.1", port, allowHalfOpen: true }, () => socket.end(text));
    socket.setEncoding("utf8").on("data", (chunk: string) => (heard += chunk));
    socket.once("error", reject).once("end", () => resolve(heard));
  });

describe("a node", () => {
  let net: Network<"a" | "b">;
  beforeAll(async () => {
    const plain = (host: number) => ({ links: { eth0: { bridge: "one", addresses: [`10.0.0.${host}/24`] } } });
    net = await lab.network({ name: "plain", bridges: ["one"], nodes: { a: plain(1), b: plain(2) } });
  });
  afterEach(({ task }) => collectOnFailure(task, net));
  afterAll(() => net.close());

  it("tells how a program ended, with what it said", async () => {
    const { a } = net.nodes;
    expect(await a.run(["sh", "-c", "cat; echo trouble >&2; exit 3"], { stdin: "grüße" })).toMatchObject({
      code: 3,
      signal: null,
      stdout: "grüße",
      stderr: "trouble\n",
      timedOut: false,
    });
    await expect(a.exec(["false"])).rejects.toThrow("plain/a: false: exit status 1");
    expect((await a.run(["no-such-program"])).code).toBe(127);
  });

  it("kills a program and its children when their time is up", async () => {
    const result = await net.nodes.a.run(["sh", "-c", "sleep 60 & sleep 60"], { timeoutMs: 200 });
    expect(result).toMatchObject({ timedOut: true, signal: "SIGKILL" });
    expect(await net.nodes.a.exec(["ps", "ax"])).not.toContain("sleep 60");
  });

  it("carries a megabyte in both directions", async () => {
    const text = "0123456789abcdef".repeat(65_536);
    const { stdout } = await net.nodes.a.run(["cat"], { stdin: text });
    expect(stdout === text).toBe(true);
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 256));
    await net.nodes.a.writeFile("/run/deep/bytes", bytes);
    expect((await net.nodes.a.readFile("/run/deep/bytes")).equals(bytes)).toBe(true);
  });

  it("has files of its own under /run, /etc, /var and /tmp, and the host's are untouched", async () => {
    const { a, b } = net.nodes;
    const paths = ["/run/piranha/x", "/etc/piranha/x", "/var/lib/piranha/x", "/tmp/piranha-x"];
    for (const path of paths) {
      await a.writeFile(path, "a");
      await expect(b.readFile(path)).rejects.toThrow("ENOENT");
      await expect(readFile(path)).rejects.toThrow("ENOENT");
    }
    expect((await a.run(["touch", "/usr/piranha-x"])).stderr).toContain("Read-only file system");
  });

  it("follows a program that stays: its lines, its signals, its end, its log", async () => {
    const { a } = net.nodes;
    const heard: string[] = [];
    const program = await a.start(["sh", "-c", 'echo "I am $WHO"; while read line; do echo "got $line"; done'], {
      name: "reader",
      env: { WHO: "reader" },
      cwd: "/var",
      onLine: (line) => heard.push(line),
    });
    await program.line("I am reader");
    await program.write("one\n");
    await program.line(/^got one$/);
    await program.signal("SIGSTOP");
    expect(await a.exec(["cat", `/proc/${program.pid}/stat`])).toContain(" T ");
    await program.signal("SIGCONT");
    await program.end();
    expect(await program.exited).toEqual({ code: 0, signal: null });
    expect(heard).toEqual(["I am reader", "got one"]);
    expect(await readFile(program.logPath, "utf8")).toBe("I am reader\ngot one\n");
  });

  it("records what passes a link", async () => {
    const { a } = net.nodes;
    const capture = await a.capture("eth0", "icmp");
    await a.exec(["ping", "-c", "3", "-i", "0.05", "10.0.0.2"]);
    const path = await capture.stop();
    expect((await a.exec(["tcpdump", "-r", path])).trim().split("\n")).toHaveLength(6);
    expect((await readFile(path)).length).toBeGreaterThan(600);
  });

  it("offers servers that misbehave, and can be told to change", async () => {
    const { a, b } = net.nodes;
    const ask = (scheme: string, port: number) =>
      b.fetch(`${scheme}://10.0.0.1:${port}/`, 1, { timeoutMs: 500 }).then(({ records: [record] }) => record);
    const server = await a.serve({ port: 80, kind: "http" });
    expect(await ask("http", 80)).toMatchObject({ ok: true, who: "a" });
    await server.change({ port: 80, kind: "http", status: 503 });
    expect(await ask("http", 80)).toMatchObject({ ok: false, err: "status 503" });
    await server.change({ port: 80, kind: "silent" });
    expect(await ask("http", 80)).toMatchObject({ ok: false, err: "timeout" });
    await server.change({ port: 80, kind: "close" });
    expect(await ask("http", 80)).toMatchObject({ ok: false, err: "closed" });
    await server.change({ port: 80, kind: "close", reset: true });
    expect(await ask("http", 80)).toMatchObject({ ok: false, err: "ECONNRESET" });
    await server.change({ port: 80, kind: "split", text: "220 a\r\n" });
    expect(await ask("tcp", 80)).toMatchObject({ ok: true, who: "220 a" });
    await server.change({ port: 80, kind: "drip", text: "220 a\r\n" });
    expect(await ask("tcp", 80)).toMatchObject({ ok: false, err: "timeout" });
    expect(await server.stop()).toMatchObject({ connections: 7, requests: 2, bySource: { "10.0.0.2": 7 } });
    expect(await ask("http", 80)).toMatchObject({ ok: false, err: "ECONNREFUSED" });
    await server.start();
    await a.serve({ port: 53, kind: "udpEcho" });
    expect(await ask("udp", 53)).toMatchObject({ ok: true, who: "echo" });
  });

  it("suffers every fault and recovers", async () => {
    const { a, b } = net.nodes;
    const reaches = async () => (await b.run(["ping", "-c", "1", "-W", "0.3", "10.0.0.1"])).code === 0;
    expect(await reaches()).toBe(true);
    for (const cause of [
      () => cutCable(a, "eth0"),
      () => isolate(a, "eth0"),
      () => impair(a, "eth0", "loss 100%"),
      () => impair(a, "eth0", "loss 100%", "toNode"),
      () => dropTraffic(a, "eth0", { protocol: "icmp" }),
      () => removeAddress(a, "eth0", "10.0.0.1/24"),
    ]) {
      const fault = await cause();
      expect(await reaches(), String(cause)).toBe(false);
      await fault.restore();
      expect(await reaches(), String(cause)).toBe(true);
    }
    const cut = await cutCable(a, "eth0");
    expect(await a.exec(["ip", "link", "show", "eth0"])).toContain("NO-CARRIER");
    await cut.restore();
  });

  it("is reached from this machine by a forwarded port", async () => {
    const { a } = net.nodes;
    const body = "0123456789abcdef".repeat(2 ** 17);
    await a.serve({ port: 7, kind: "echo" });
    await a.serve({ port: 82, kind: "http", body });
    const [echo, web] = await Promise.all([a.forward(7), a.forward(82, "10.0.0.1")]);
    const pages = await Promise.all(Array.from({ length: 12 }, () => fetch(`http://127.0.0.1:${web.port}/`)));
    for (const page of pages) expect((await page.text()) === body).toBe(true);
    expect(await sendAndReceive(echo.port, body.slice(0, 300_000))).toBe(body.slice(0, 300_000));
    await web.close();
    await expect(fetch(`http://127.0.0.1:${web.port}/`)).rejects.toThrow();
    expect(await sendAndReceive(echo.port, "still there")).toBe("still there");
  });

  it("takes its forwarded ports with it", async () => {
    const lone = await lab.network({ bridges: ["one"], nodes: { c: { links: { eth0: { bridge: "one" } } } } });
    const { port } = await lone.nodes.c.forward(7);
    await lone.close();
    await expect.poll(() => sendAndReceive(port, "anybody?").catch(String)).toContain("ECONNREFUSED");
  });

  it("can be forwarded to after another was", async () => {
    for (let round = 0; round < 3; round++) {
      const lone = await lab.network({ bridges: ["one"], nodes: { c: { links: { eth0: { bridge: "one" } } } } });
      await lone.nodes.c.serve({ port: 80, kind: "http", body: `round ${round}` });
      const { port } = await lone.nodes.c.forward(80);
      expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe(`round ${round}`);
      await lone.close();
    }
  });

  it("can be taken away, and its network still closes", async () => {
    const lone = await lab.network({ bridges: ["one"], nodes: { c: { links: { eth0: { bridge: "one" } } } } });
    await lone.nodes.c.start(["sleep", "600"]);
    await lone.nodes.c.remove();
    expect(await lab.outside.exec(["ps", "ax"])).not.toContain("sleep 600");
    await lone.close();
  });
});

describe("an article network with NAT", () => {
  let net: Network<ArticleNode>;
  beforeAll(async () => {
    net = await articleNetwork(lab);
    await balance(net, "-m");
  });
  afterEach(({ task }) => collectOnFailure(task, net));
  afterAll(() => net.close());

  it("balances IPv4 and IPv6 over three real servers", async () => {
    for (const url of [URL, URL6]) {
      const { byServer, failures } = await net.nodes.client.fetch(url, 30);
      expect(failures).toBe(0);
      expect(byServer).toEqual({ number1: 10, number2: 10, number3: 10 });
    }
  });

  it("shows a client what a fault does, and for how long", async () => {
    const { client, lefty } = net.nodes;
    const series = await client.keepAsking(URL, { everyMs: 20, timeoutMs: 300 });
    await series.until({ ok: true, count: 6 });
    const fault = await cutCable(lefty, "eth0");
    await series.until({ ok: false, count: 3 });
    const { atMs } = await fault.restore();
    await series.until({ ok: true, count: 3 });
    const { longestGapMs, longestGapAtMs, failures, byServer } = await series.stop();
    expect(failures).toBeGreaterThanOrEqual(3);
    expect(longestGapAtMs).toBeLessThan(fault.atMs + 50);
    expect(longestGapMs).toBeGreaterThan(atMs - fault.atMs - 100);
    expect(Object.keys(byServer).sort()).toEqual(["number1", "number2", "number3"]);
  });

  it("gets a third of its answers late or never when one of three servers hangs", async () => {
    const { client, number1 } = net.nodes;
    const server = await number1.serve({ port: 81, kind: "http" });
    const frozen = await freeze(server.process());
    const { byServer, byError } = await client.fetch(URL, 6, { timeoutMs: 300, concurrency: 6 });
    expect(byServer).toEqual({ number2: 2, number3: 2 });
    expect(byError).toEqual({ timeout: 2 });
    await frozen.restore();
    expect((await client.fetch(URL, 6)).failures).toBe(0);
  });

  it("refuses while the table is empty, and serves when it is back", async () => {
    const { client, lefty } = net.nodes;
    const cleared = await clearTable(lefty);
    expect((await client.fetch(URL, 2)).byError).toEqual({ ECONNREFUSED: 2 });
    await cleared.restore();
    expect((await client.fetch(URL, 3)).failures).toBe(0);
  });

  it("collects what the kernel knows", async () => {
    const folder = await net.collect();
    const state = await readFile(`${folder}/lefty/state.txt`, "utf8");
    expect(state).toContain(`-a -t ${ARTICLE.vip}:80 -r ${ARTICLE.number1}:80 -m -w 1`);
  });
});

describe("an article network with direct routing and tunnels", () => {
  it.each(["direct", "tunnel"] as const)(
    "balances by %s, the answers going straight to the client",
    async (forwarding) => {
      const net = await articleNetwork(lab, { name: forwarding, forwarding });
      try {
        const { client, lefty, number1, number2, number3 } = net.nodes;
        const prepare = forwarding === "direct" ? serveDirect : serveTunnel;
        await Promise.all([number1, number2, number3].map((node) => prepare(node, ARTICLE.vip, ARTICLE.vip6)));
        await balance(net, forwarding === "direct" ? "-g" : "-i");
        const away = await dropTraffic(lefty, "eth1", { from: ARTICLE.vip });
        for (const url of [URL, URL6]) {
          expect((await client.fetch(url, 6)).byServer, url).toEqual({ number1: 2, number2: 2, number3: 2 });
        }
        await away.restore();
      } finally {
        await net.close();
      }
    },
  );
});

describe("networks", () => {
  it("exist side by side with the same addresses, and leave nothing behind", async () => {
    const links = async () => (await lab.outside.exec(["ip", "-o", "link"])).trim().split("\n").length;
    const before = await links();
    const nets = await Promise.all([articleNetwork(lab), articleNetwork(lab)]);
    for (const [index, { nodes }] of nets.entries()) {
      await nodes.lefty.serve({ port: 80, kind: "http", body: `network ${index}` });
      const { byServer } = await nodes.client.fetch(`http://${ARTICLE.lefty.public}/`, 1);
      expect(byServer).toEqual({ [`network ${index}`]: 1 });
    }
    await Promise.all(nets.map((net) => net.close()));
    expect(await links()).toBe(before);
    expect(await lab.outside.exec(["ps", "ax"])).not.toContain("server.mjs");
  });
});
