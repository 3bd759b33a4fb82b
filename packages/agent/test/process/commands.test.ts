import { createHash } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { webText } from "../daemons/world.ts";
import { agentFolder, type AgentFolder } from "./agent.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("piranha-agent", () => {
  let agent: AgentFolder;
  beforeEach(async () => {
    agent = await agentFolder();
  });
  afterEach(() => agent.close());

  it("check prints every problem with its place and exits 1, or 0 when there is none worse than a warning", async () => {
    const bad = await agent.file("bad.cf", "serial_no = x\nkeepalive 6\nvirtual web {\n  portt = 80\n}\n");
    const refused = await agent.run(["check", bad]);
    expect(refused.code).toBe(1);
    for (const place of [`${bad}:1:13: error:`, `${bad}:2:`, `${bad}:4:3: error:`])
      expect(refused.stdout).toContain(place);
    const good = await agent.file("good.cf", webText(2));
    expect((await agent.run(["check", good])).code).toBe(0);
    const missing = await agent.run(["check", "/nowhere/lvs.cf"]);
    expect(missing).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("cannot read /nowhere/lvs.cf") as string,
    });
  });

  it("format prints the canonical text", async () => {
    const loose = await agent.file("loose.cf", "keepalive=6 # often\nserial_no = 3\n");
    expect(await agent.run(["format", loose])).toEqual({
      code: 0,
      stdout: "serial_no = 3\nkeepalive = 6\n",
      stderr: "",
    });
  });

  it("says what to do when no agent answers, and exits 3", async () => {
    const asked = await agent.ask("status");
    expect(asked.code).toBe(3);
    expect(asked.stderr).toContain("systemctl start piranha-agent");
  });

  it("refuses words and options it does not know with exit 2", async () => {
    expect((await agent.run(["frobnicate"])).code).toBe(2);
    expect((await agent.run(["status", "--frobnicate"])).code).toBe(2);
    expect((await agent.run(["check", "a", "b"])).code).toBe(2);
    expect((await agent.run(["run", "--role", "king"])).code).toBe(2);
  });

  it("says of commands that come later that they come later", async () => {
    for (const command of ["doctor", "keygen", "takeover", "release", "confirm"]) {
      const said = await agent.run([command]);
      expect(said.code).toBe(1);
      expect(said.stderr).toContain("this version does not have yet");
    }
  });

  it("runs lvs.cf, shows it, and refuses a second agent on the same state", async () => {
    await agent.write(webText(2));
    await agent.start();
    const status = JSON.parse((await agent.ask("status", "--json")).stdout) as unknown;
    expect(status).toMatchObject({
      version: 1,
      router: {
        pulse: { state: "active" },
        table: { kind: "memory" },
        config: { serialNo: 1, source: "file", sha256: sha256(webText(2)) },
      },
      services: [{ name: "web", key: "tcp 192.168.26.10:80", programmed: true }],
    });
    expect((await agent.ask("table")).stdout).toContain("in memory (no kernel behind it)");
    expect((await agent.ask("table")).stdout).toMatch(/number1 .* –/);
    const second = await agent.run([
      "run",
      "--config",
      agent.config,
      "--socket",
      `${agent.socket}2`,
      "--state-dir",
      agent.stateDir,
      "--ipvs",
      "memory",
    ]);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain("another piranha-agent already runs here");
  });

  it("install writes the file, reloads, prints what runs, and keeps the history", async () => {
    await agent.write(webText(1));
    await agent.start();
    const next = webText(2, { serialNo: 2 });
    const file = await agent.file("next.cf", next);
    const installed = await agent.ask("install", file, "--base", sha256(webText(1)));
    expect(installed.stdout).toBe(`serial_no 2 sha256 ${sha256(next)}\n`);
    expect(await agent.read()).toBe(next);
    expect((await agent.ask("history")).stdout).toContain(sha256(next));
    const table = JSON.parse((await agent.ask("table", "--json")).stdout) as { services: { servers: unknown[] }[] };
    expect(table.services[0]?.servers).toHaveLength(2);
  });

  it("install takes the text from standard input", async () => {
    await agent.write(webText(1));
    await agent.start();
    const next = webText(2, { serialNo: 2 });
    expect((await agent.run(["install", "-", "--socket", agent.socket], next)).code).toBe(0);
    expect(await agent.read()).toBe(next);
  });

  it("install prints every problem of a bad file and changes nothing", async () => {
    await agent.write(webText(1));
    await agent.start();
    const bad = await agent.file(
      "bad.cf",
      webText(2, { serialNo: 2 }).replace("scheduler = rr", "scheduler = round\n     portt = 1"),
    );
    const refused = await agent.ask("install", bad);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/7:\d+: error: .*\n8:\d+: error: .*portt/);
    expect(refused.stderr).toContain(`running: serial_no 1 sha256 ${sha256(webText(1))}`);
    expect(await agent.read()).toBe(webText(1));
  });

  it("install refuses another base, an old serial number, and an interface this router does not have", async () => {
    await agent.write(webText(1, { serialNo: 5 }));
    await agent.start();
    const next = await agent.file("next.cf", webText(2, { serialNo: 6 }));
    const base = await agent.ask("install", next, "--base", "0".repeat(64));
    expect(base).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(sha256(webText(1, { serialNo: 5 }))) as string,
    });
    const old = await agent.file("old.cf", webText(2, { serialNo: 5 }));
    expect((await agent.ask("install", old)).stderr).toContain("write serial_no = 6");
    const device = await agent.file("device.cf", webText(2, { serialNo: 6 }).replace("eth0:1", "eth7:1"));
    expect((await agent.ask("install", device)).stderr).toContain(
      "no interface eth7 on this router: it has eth0, eth1",
    );
    expect(await agent.read()).toBe(webText(1, { serialNo: 5 }));
  });

  it("changes by command are changes of the file that keep its comments", async () => {
    await agent.write(`# our web farm\n${webText(2)}`);
    await agent.start();
    expect((await agent.ask("deactivate", "web/number2")).code).toBe(0);
    expect((await agent.ask("weight", "web/number1", "7")).code).toBe(0);
    const text = await agent.read();
    expect(text).toMatch(/^# our web farm\nserial_no = 3\n/);
    expect(text).toContain("weight = 7");
    expect(text).toMatch(/number2 \{\n\s+address = 10.11.12.2\n\s+active = 0/);
    expect((await agent.ask("activate", "web/number2")).code).toBe(0);
    expect((await agent.ask("drain", "--host", "10.11.12.1")).code).toBe(0);
    expect(await agent.read()).toContain("drain = 1");
    expect(await agent.ask("deactivate", "web/number9")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("number9") as string,
    });
  });

  it("takes many changes at once, one after the other", async () => {
    await agent.write(webText(2));
    await agent.start();
    const weights = await Promise.all([3, 4, 5, 6].map((weight) => agent.ask("weight", "web/number1", String(weight))));
    expect(weights.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(await agent.read()).toContain("serial_no = 5");
  });

  it("refuses a weight or a time it cannot be sure of", async () => {
    await agent.write(webText(2));
    await agent.start();
    for (const weight of ["", " ", "1e3", "0x10", "-1", "70000"])
      expect((await agent.ask("weight", "web/number1", "--", weight)).code).toBe(2);
    expect((await agent.ask("weight", "web/number1/more", "2")).code).toBe(2);
    for (const until of ["1", "Dec 1", "2026-11-22T14:00:00", "2001-01-01T00:00:00Z"])
      expect((await agent.ask("drain", "web/number1", "--until", until)).code).toBe(1);
    expect(await agent.read()).toBe(webText(2));
  });

  it("ends a drain by host without switching on what was off before", async () => {
    await agent.write(webText(2));
    await agent.start();
    await agent.ask("deactivate", "web/number1");
    await agent.ask("activate", "web/number2");
    const until = new Date(Date.now() + 1_500).toISOString();
    expect((await agent.ask("drain", "--host", "10.11.12.2", "--until", until)).code).toBe(0);
    expect((await agent.ask("drain", "--host", "10.11.12.1")).stderr).toContain("no real server");
    await expect.poll(() => agent.read(), { timeout: 15_000 }).not.toContain("until");
    expect(await agent.read()).toMatch(/number1 \{\n\s+address = 10.11.12.1\n\s+active = 0/);
    expect(await agent.read()).not.toContain("drain");
  });

  it("lives on when lvs.cf or its own state cannot be read", async () => {
    await agent.write(webText(2));
    await (await agent.start()).end("SIGTERM");
    await rm(agent.config);
    await mkdir(agent.config);
    for (const name of ["pins.json", "verdicts.json"]) {
      await rm(`${agent.stateDir}/${name}`, { force: true });
      await mkdir(`${agent.stateDir}/${name}`);
    }
    const { log } = await agent.start();
    expect(log()).toContain("cannot be read (EISDIR");
    expect((await agent.ask("table")).stdout).toContain("number2");
    expect((await agent.ask("reload")).code).toBe(1);
  });

  it("lives on when nobody reads its log any more", async () => {
    await agent.write(webText(1));
    const { pid, closeLog } = await agent.start();
    closeLog();
    expect((await agent.ask("deactivate", "web/number1")).code).toBe(0);
    expect((await agent.ask("stop")).code).toBe(0);
    expect(process.kill(pid, 0)).toBe(true);
    expect((await agent.ask("status")).code).toBe(0);
  });

  it("stays flushed when its lvs process is killed and started again", async () => {
    await agent.write(webText(1));
    await agent.start();
    await agent.ask("stop", "--flush");
    const before = JSON.parse((await agent.ask("status", "--json")).stdout) as {
      router: { processes: { name: string; pid: number }[] };
    };
    process.kill(before.router.processes.find(({ name }) => name === "lvs")?.pid ?? 0, "SIGKILL");
    await expect.poll(async () => (await agent.ask("status")).code, { timeout: 20_000 }).toBe(0);
    expect(JSON.parse((await agent.ask("status", "--json")).stdout)).toMatchObject({
      services: [{ programmed: false }],
    });
    expect((await agent.ask("plan")).stdout).toBe("nothing to do\n");
  });

  it("ends an administrative state at its time", async () => {
    await agent.write(webText(2));
    await agent.start();
    const until = new Date(Date.now() + 1_500).toISOString();
    expect((await agent.ask("deactivate", "web/number2", "--until", until)).code).toBe(0);
    await expect.poll(() => agent.read(), { timeout: 15_000 }).not.toContain("until");
    expect(await agent.read()).not.toContain("active = 0");
  });

  it("rollback installs the text before under a new serial number", async () => {
    await agent.write(webText(1));
    await agent.start();
    for (const serialNo of [2, 3])
      await agent.ask("install", await agent.file(`${serialNo}.cf`, webText(serialNo, { serialNo })));
    expect((await agent.ask("rollback")).code).toBe(0);
    expect(await agent.read()).toBe(webText(2, { serialNo: 4 }));
  });

  it("SIGHUP and reload take over an edited file, and refuse a broken one loudly", async () => {
    await agent.write(webText(1));
    const { signal, log } = await agent.start();
    await agent.write(webText(3, { serialNo: 2 }));
    signal("SIGHUP");
    await expect.poll(async () => (await agent.ask("table")).stdout, { timeout: 15_000 }).toContain("number3");
    await agent.write("virtual web {\n  frob = 1\n}\n");
    expect((await agent.ask("reload")).code).toBe(1);
    expect(log()).toContain("the running configuration stays");
    expect((await agent.ask("status")).stdout).toContain("lvs.cf on the disk is another text");
    expect((await agent.ask("table")).stdout).toContain("number3");
  });

  it("runs the last good copy, loudly, when lvs.cf is missing, empty, torn or wrong at its start", async () => {
    const good = webText(2);
    await agent.write(good);
    await (await agent.start()).end("SIGTERM");
    const broken: [string, string][] = [
      ["", "is empty"],
      [good.slice(0, good.length / 2), "is cut off"],
      [webText(5, { serialNo: 2 }).slice(0, -5), "is cut off"],
      [good.replace("rr", "nonsense"), "has errors"],
    ];
    for (const [text, words] of broken) {
      await agent.write(text);
      const { end, log } = await agent.start();
      expect(log()).toContain(words);
      expect(log()).toContain("Running the last good copy");
      expect((await agent.ask("table")).stdout).toContain("number2");
      await end("SIGTERM");
    }
  });

  it("starts without any configuration and waits for an install", async () => {
    const { log } = await agent.start();
    expect(log()).toContain("install one with piranha-agent install FILE");
    const first = await agent.file("first.cf", webText(1));
    expect((await agent.ask("install", first)).code).toBe(0);
    expect((await agent.ask("table")).stdout).toContain("number1");
  });

  it("stop takes the addresses away, start raises them, and SIGTERM ends everything", async () => {
    await agent.write(webText(1));
    const { end } = await agent.start();
    expect((await agent.ask("stop", "--flush")).code).toBe(0);
    const stopped = JSON.parse((await agent.ask("status", "--json")).stdout) as unknown;
    expect(stopped).toMatchObject({
      router: { pulse: { state: "stopped" }, addresses: [] },
      services: [{ programmed: false }],
    });
    expect((await agent.ask("start")).code).toBe(0);
    const started = JSON.parse((await agent.ask("status", "--json")).stdout) as unknown;
    expect(started).toMatchObject({
      router: { pulse: { state: "active" }, addresses: [{ state: "raised" }] },
      services: [{ programmed: true }],
    });
    await end("SIGTERM");
    expect((await agent.ask("status")).code).toBe(3);
  });

  it("plan says what would run and changes nothing", async () => {
    await agent.write(webText(1));
    await agent.start();
    const next = await agent.file(
      "next.cf",
      webText(1, { serialNo: 2 }).replace("rr", "wlc").replace(".26.10 eth0:1", ".26.11 eth0:1"),
    );
    const plan = await agent.ask("plan", next);
    expect(plan.stdout).toContain("ipvsadm -A -t 192.168.26.11:80 -s wlc");
    expect(plan.stdout).toContain("ip addr change 192.168.26.11/32 dev eth0 label eth0:1 noprefixroute");
    expect(plan.stdout).toContain("ip addr del 192.168.26.10/32 dev eth0");
    expect(await agent.read()).toBe(webText(1));
    expect((await agent.ask("plan")).stdout).toBe("nothing to do\n");
  });
});
