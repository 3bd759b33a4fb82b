import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  ARTICLE,
  articleNetwork,
  collectOnFailure,
  deadlineMs,
  dropTraffic,
  sharedLab,
  type ArticleNode,
  type Lab,
  type Network,
  type ServerSpec,
} from "../../src/index.ts";
import { NUMBERS, serveWeb, startRouter, webText, type Router } from "./router.ts";

/** What a busy machine may add to a time. */
const NOISE_MS = deadlineMs(1_500);
const INTERVAL_MS = 1_000;
const TIMEOUT_MS = 1_000;
const REENTRY_MS = 2_000;

let lab: Lab;
let net: Network<ArticleNode>;
let servers: Awaited<ReturnType<typeof serveWeb>>;
let router: Router;
let serialNo = 1;
const rowOf = (name: (typeof NUMBERS)[number]) => `-r ${ARTICLE[name]}:80`;
const install = (options: Parameters<typeof webText>[0]) =>
  router.install(webText({ ...options, serialNo: ++serialNo }));

beforeAll(async () => {
  lab = await sharedLab();
  net = await articleNetwork(lab, { name: "monitoring" });
  servers = await serveWeb(net);
  router = await startRouter(net.nodes.lefty, webText());
  for (const name of NUMBERS) await router.row(rowOf(name));
});
afterEach(({ task }) => collectOnFailure(task, net));
afterAll(() => net.close());

describe("a real server", () => {
  it("that is stopped fails no request after one interval and timeout, and is back after its reentry time", async () => {
    const series = await net.nodes.client.keepAsking(`http://${ARTICLE.vip}/`, { everyMs: 50 });
    await series.until({ who: "number2" });
    const stoppedMs = await lab.nowMs();
    await servers.number2.stop();
    await router.row(rowOf("number2"), false);
    await servers.number2.start();
    const startedMs = await lab.nowMs();
    const back = await series.until({ who: "number2" }, 30_000);
    const { records } = await series.stop();
    const failures = records.filter(({ ok }) => !ok);
    for (const { atMs } of failures) expect(atMs - stoppedMs).toBeLessThan(INTERVAL_MS + TIMEOUT_MS + NOISE_MS);
    expect(back.atMs - startedMs).toBeGreaterThanOrEqual(REENTRY_MS);
    expect(back.atMs - startedMs).toBeLessThan(REENTRY_MS + 2 * INTERVAL_MS + NOISE_MS);
  });

  it("that drops pings and answers its service is up", async () => {
    const fault = await dropTraffic(net.nodes.number1, "eth0", { protocol: "icmp" });
    expect((await net.nodes.lefty.run(["ping", "-c1", "-W1", ARTICLE.number1])).code).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 3 * INTERVAL_MS));
    expect(await router.table()).toContain(rowOf("number1"));
    expect(await router.ask("table")).toMatch(/number1 .* up /);
    await fault.restore();
  });

  const misbehaving: readonly (readonly [string, ServerSpec, RegExp])[] = [
    ["accepts and stays silent", { port: 80, kind: "silent" }, /no answer within 1 s \(connected, 0 bytes\)/],
    ["answers wrongly", { port: 80, kind: "say", text: "SMTP what?\r\n" }, /wrong answer: "SMTP/],
    ["drips a byte a second", { port: 80, kind: "drip", text: "HTTP/1.0 200 OK\r\n" }, /no complete answer within 1 s/],
    ["sends a gigabyte", { port: 80, kind: "flood" }, /wrong answer/],
    ["closes at once", { port: 80, kind: "close", reset: true }, /connection (broken|closed)/],
  ];
  it.each(misbehaving)("that %s is down at its deadline, and says why", async (_, spec, why) => {
    await servers.number3.change({ port: 80, kind: "http" });
    await router.row(rowOf("number3"));
    const changedMs = await lab.nowMs();
    await servers.number3.change(spec);
    await router.row(rowOf("number3"), false);
    expect((await lab.nowMs()) - changedMs).toBeLessThan(INTERVAL_MS + TIMEOUT_MS + NOISE_MS);
    expect(await router.ask("table")).toMatch(why);
    await servers.number3.change({ port: 80, kind: "http" });
    await router.row(rowOf("number3"));
  });

  it("whose answer comes a byte a segment is up", async () => {
    await servers.number3.change({ port: 80, kind: "split", text: "HTTP/1.0 200 OK\r\n\r\n" });
    await new Promise((resolve) => setTimeout(resolve, 3 * INTERVAL_MS));
    expect(await router.table()).toContain(rowOf("number3"));
    await servers.number3.change({ port: 80, kind: "http" });
  });

  it("is asked by a regular expression or with wildcards, as its file says", async () => {
    await install({
      lines: String.raw`send = "GET / HTTP/1.0\r\n\r\n"` + '\nexpect = "^HTTP/1\\.[01] [23]"\nuse_regex = 1',
    });
    await new Promise((resolve) => setTimeout(resolve, 2 * INTERVAL_MS));
    for (const name of NUMBERS) expect(await router.table()).toContain(rowOf(name));
    await install({ lines: String.raw`send = "GET / HTTP/1.0\r\n\r\n"` + '\nexpect = "HTTP/1.* 404"' });
    for (const name of NUMBERS) await router.row(rowOf(name), false);
    await install({});
    for (const name of NUMBERS) await router.row(rowOf(name));
  });

  it("whose program hangs is down at its deadline, and the program's children are dead", async () => {
    const script = '#!/bin/sh\nif [ "$1" = 10.11.12.2 ]; then sleep 987654 & sleep 987654; fi\necho OK\n';
    await net.nodes.lefty.writeFile("/etc/piranha/scripts/probe", script, 0o755);
    await install({ lines: 'send_program = "probe %h"\nexpect = "OK"' });
    await router.row(rowOf("number2"), false);
    expect(await router.table()).toContain(rowOf("number1"));
    expect(await router.ask("table")).toMatch(/number2 .* down .* program did not end within 1 s/);
    await install({});
    await router.row(rowOf("number2"));
    expect((await net.nodes.lefty.run(["pgrep", "-f", "sleep 987654"])).stdout).toBe("");
  });

  it("that fails keeps its row with weight 0 where the service quiesces", async () => {
    await install({ lines: "quiesce_server = 1" });
    await servers.number1.stop();
    await router.row(`${rowOf("number1")} -m -w 0`);
    await servers.number1.start();
    await router.row(`${rowOf("number1")} -m -w 1`);
    await install({});
  });

  it("is replaced by the sorry server when none is left, and only then", async () => {
    await net.nodes.righty.serve({ port: 8080, kind: "http", body: "sorry" });
    await install({ lines: `sorry_server = ${ARTICLE.righty.private}:8080` });
    expect(await router.table()).not.toContain(":8080");
    await net.nodes.righty.exec(["ip", "route", "replace", "192.168.26.200/32", "via", ARTICLE.gateway]);
    for (const name of NUMBERS) await servers[name].stop();
    await router.row(`-r ${ARTICLE.righty.private}:8080`);
    const { byServer } = await net.nodes.client.fetch(`http://${ARTICLE.vip}/`, 3);
    expect(byServer).toEqual({ sorry: 3 });
    for (const name of NUMBERS) await servers[name].start();
    await router.row(`-r ${ARTICLE.righty.private}:8080`, false);
    await install({});
  });
});
