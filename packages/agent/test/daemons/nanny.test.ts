import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CheckTest, EffectiveCheck, IpAddress } from "@piranha/lvs/config";
import { savedVerdictsSchema, type Outcome } from "@piranha/lvs/nanny";
import type { Probe } from "../../src/adapters/probe.ts";
import type { Ping } from "../../src/adapters/probe-ping.ts";
import { startNannies, type NannySettings, type VerdictChange } from "../../src/daemons/nanny.ts";

const PASS: Outcome = { kind: "pass", ms: 1 };
const REFUSED: Outcome = { kind: "fail", failure: { phase: "connect", ms: 1, errno: "ECONNREFUSED" } };
const SILENT: Outcome = {
  kind: "fail",
  failure: { phase: "timeout", ms: 1, timeoutMs: 1000, during: "connect", bytes: 0, seen: "" },
};

const check = (address: string, more: Partial<EffectiveCheck> = {}): EffectiveCheck => ({
  name: "service",
  address: address as IpAddress,
  port: 80,
  intervalMs: 2000,
  timeoutMs: 1000,
  fall: 3,
  rise: 2,
  reentryMs: 0,
  test: { kind: "connect" },
  ...more,
});
const server = (id: string, more: Partial<EffectiveCheck> = {}) => ({ id, checks: [check("10.0.0.1", more)] });
const many = (count: number, more: Partial<EffectiveCheck> = {}) =>
  Array.from({ length: count }, (_, at) => ({ id: `s${at}`, checks: [check(`10.0.${at >> 8}.${at & 255}`, more)] }));
const LATER: CheckTest = { kind: "later", check: { kind: "http", name: "web" as never } };

/** Real servers that answer as the test says, `takesMs` later, and a list of who was asked when. */
function network(takesMs = 1) {
  const answers = new Map<string, Outcome | "never" | "throw">();
  const asked: { readonly address: string; readonly atMs: number }[] = [];
  const now = new Map<string, number>();
  const most = { running: 0, overlap: 0 };
  let running = 0;
  const probe: Probe = ({ address }, { signal } = {}) => {
    const answer = answers.get(address) ?? PASS;
    asked.push({ address, atMs: performance.now() });
    if (answer === "throw") throw new Error("a bug");
    running++;
    now.set(address, (now.get(address) ?? 0) + 1);
    most.running = Math.max(most.running, running);
    most.overlap = Math.max(most.overlap, now.get(address) ?? 0);
    return new Promise((resolve) => {
      const end = (outcome: Outcome) => {
        running--;
        now.set(address, (now.get(address) ?? 0) - 1);
        clearTimeout(timer);
        resolve({ outcome, transcript: [] });
      };
      const timer = setTimeout(() => answer !== "never" && end(answer), takesMs);
      signal?.addEventListener("abort", () => end({ kind: "aborted" }), { once: true });
    });
  };
  return { answers, asked, most, probe, running: () => running };
}

function start(net = network(), settings: NannySettings = {}, ping?: Ping) {
  const batches: (readonly VerdictChange[])[] = [];
  const nannies = startNannies(
    {
      probe: net.probe,
      clock: { now: () => performance.now() },
      onChanges: (changes) => batches.push(changes),
      ...(ping && { ping }),
    },
    settings,
  );
  running.push(nannies);
  const changes = () =>
    batches.flat().map(({ id, from, verdict }) => `${id}: ${from} → ${verdict.kind} ${verdict.reason}`.trim());
  return { ...nannies, net, batches, changes };
}
const running: { readonly stop: () => Promise<void> }[] = [];
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "performance"] });
});
afterEach(async () => {
  const stopping = Promise.all(running.splice(0).map((nannies) => nannies.stop()));
  await pass(10_000);
  await stopping;
  vi.useRealTimers();
});

describe("what nannies find out", () => {
  it("takes a server for unknown until it has answered, and then for up", async () => {
    const nannies = start();
    nannies.watch([server("web")]);
    expect(nannies.verdictOf("web")).toMatchObject({ kind: "unknown", reason: "not checked yet" });
    await pass(100);
    expect(nannies.verdictOf("web")).toMatchObject({ kind: "up", reason: "" });
    expect(nannies.changes()).toEqual(["web: unknown → up"]);
    expect(nannies.verdictOf("other")).toBeUndefined();
  });

  it("takes a serving server down after `fall` failures in a row, says why, and takes it back after `rise` successes", async () => {
    const nannies = start();
    nannies.watch([server("web")]);
    await pass(100);
    nannies.net.answers.set("10.0.0.1", REFUSED);
    await pass(4100);
    expect(nannies.verdictOf("web")?.kind).toBe("up");
    expect(nannies.checksOf("web")).toMatchObject([{ failing: { count: 2, of: 3, reason: "connect refused" } }]);
    await pass(2000);
    nannies.net.answers.set("10.0.0.1", PASS);
    await pass(2000);
    expect(nannies.checksOf("web")).toMatchObject([{ kind: "down", rising: { count: 1, of: 2, reentryMs: 0 } }]);
    await pass(2000);
    expect(nannies.changes()).toEqual([
      "web: unknown → up",
      "web: up → down connect refused (3 of 3 checks)",
      "web: down → up",
    ]);
  });

  it("brings all servers back after all of them had failed", async () => {
    const nannies = start();
    nannies.watch(many(50));
    for (let at = 0; at < 50; at++) nannies.net.answers.set(`10.0.0.${at}`, SILENT);
    await pass(60_000);
    expect(new Set(many(50).map(({ id }) => nannies.verdictOf(id)?.kind))).toEqual(new Set(["down"]));
    nannies.net.answers.clear();
    await pass(5000);
    expect(new Set(many(50).map(({ id }) => nannies.verdictOf(id)?.kind))).toEqual(new Set(["up"]));
  });

  it("wants every check of a server to pass, and says which one does not", async () => {
    const nannies = start();
    nannies.net.answers.set("10.0.0.2", REFUSED);
    nannies.watch([{ id: "web", checks: [check("10.0.0.1"), check("10.0.0.2", { name: "admin" })] }]);
    await pass(100);
    expect(nannies.verdictOf("web")).toMatchObject({ kind: "down", reason: "check admin: connect refused" });
  });

  it("explains a failure with a ping, which never changes the verdict", async () => {
    const nannies = start(network(), {}, async (address) => (address === "10.0.0.1" ? "silent" : "answers"));
    nannies.net.answers.set("10.0.0.1", SILENT);
    nannies.net.answers.set("10.0.0.2", REFUSED);
    nannies.watch([server("dead"), { id: "stopped", checks: [check("10.0.0.2")] }]);
    await pass(200);
    expect(nannies.verdictOf("dead")?.reason).toBe("no connection within 1 s: host silent");
    expect(nannies.verdictOf("stopped")?.reason).toBe("connect refused: host there, service refused");
    nannies.net.answers.clear();
    await pass(10_000);
    expect(nannies.verdictOf("dead")).toMatchObject({ kind: "up", reason: "" });
  });

  it("reports a new reason of a server that stays down only when it is another kind of failure", async () => {
    const nannies = start();
    nannies.net.answers.set("10.0.0.1", REFUSED);
    nannies.watch([server("web")]);
    await pass(20_000);
    nannies.net.answers.set("10.0.0.1", SILENT);
    await pass(20_000);
    expect(nannies.changes()).toEqual([
      "web: unknown → down connect refused",
      "web: down → down no connection within 1 s",
    ]);
  });

  it("reports what happens at the same time in one batch", async () => {
    const nannies = start();
    nannies.watch(many(1000));
    await pass(5000);
    nannies.batches.length = 0;
    for (let at = 0; at < 1000; at++) nannies.net.answers.set(`10.0.${at >> 8}.${at & 255}`, REFUSED);
    await pass(10_000);
    expect(nannies.batches.flat()).toHaveLength(1000);
    expect(nannies.batches.length).toBeLessThanOrEqual(110);
  });

  it("leaves a check of a kind that comes later unknown, says so, and asks nobody", async () => {
    const nannies = start();
    nannies.watch([server("web", { test: LATER }), server("any", { port: 0 })]);
    await pass(10_000);
    expect(nannies.verdictOf("web")).toMatchObject({
      kind: "unknown",
      reason: "this version cannot run kind = http checks",
    });
    expect(nannies.verdictOf("any")?.reason).toContain("no port of its own");
    expect(nannies.net.asked).toEqual([]);
  });

  it("tells how old its newest answer is and when it asks next", async () => {
    const nannies = start();
    nannies.watch([server("web")]);
    await pass(10_000);
    const [report] = nannies.checksOf("web");
    expect(report?.tookMs).toBe(1);
    expect(performance.now() - (report?.lastAtMs ?? 0)).toBeLessThanOrEqual(2000);
    expect((report?.nextAtMs ?? 0) - (report?.lastAtMs ?? 0)).toBeCloseTo(1999, -1);
  });
});

describe("when nannies ask", () => {
  it("asks everybody once within 2 s, and then everybody once an interval, evenly", async () => {
    const nannies = start();
    nannies.watch(many(3000, { intervalMs: 10_000 }));
    await pass(2100);
    expect(new Set(nannies.net.asked.map(({ address }) => address)).size).toBe(3000);
    await pass(20_000);
    nannies.net.asked.length = 0;
    for (let second = 0; second < 10; second++) {
      const before = nannies.net.asked.length;
      await pass(1000);
      const inSecond = nannies.net.asked.length - before;
      expect(inSecond).toBeGreaterThan(220);
      expect(inSecond).toBeLessThan(380);
    }
    expect(nannies.net.asked).toHaveLength(3000);
  });

  it("asks nobody before it may, and then watches the latest wish", async () => {
    const nannies = start(network(), { heldBack: true });
    nannies.watch([server("web")]);
    nannies.watch([server("mail")]);
    await pass(10_000);
    expect(nannies.net.asked).toEqual([]);
    nannies.begin();
    await pass(3_000);
    expect(nannies.verdictOf("web")).toBeUndefined();
    expect(nannies.verdictOf("mail")?.kind).toBe("up");
  });

  it("counts the interval from start to start, however long an answer takes", async () => {
    const nannies = start(network(900));
    nannies.watch([server("web")]);
    await pass(60_000);
    const starts = nannies.net.asked.slice(1).map(({ atMs }) => atMs);
    starts.slice(1).forEach((atMs, index) => expect(atMs - (starts[index] ?? 0)).toBeCloseTo(2000, -1));
  });

  it("never runs a check twice at the same time, and goes on at once after one that overran", async () => {
    const nannies = start(network(5000));
    nannies.watch([server("web", { timeoutMs: 30_000 })]);
    await pass(60_000);
    expect(nannies.net.most.overlap).toBe(1);
    expect(nannies.net.asked).toHaveLength(12);
  });

  it("asks a question once for everybody who waits for the answer", async () => {
    const nannies = start();
    nannies.net.answers.set("10.0.0.1", REFUSED);
    nannies.watch([server("a"), server("b", { fall: 9, name: "other" }), server("c", { intervalMs: 4000 })]);
    await pass(100);
    expect(nannies.net.asked).toHaveLength(2);
    expect(nannies.changes()).toHaveLength(3);
    expect(nannies.figures().checks).toBe(2);
  });

  it("runs a bounded number of checks at once, and all of them in turn", async () => {
    const nannies = start(network(100), { atOnce: 10 });
    nannies.watch(many(200, { intervalMs: 10_000 }));
    await pass(500);
    expect(nannies.figures()).toMatchObject({ checks: 200, running: 10 });
    await pass(3000);
    expect(nannies.net.most.running).toBe(10);
    expect(nannies.changes()).toHaveLength(200);
  });

  it("does not let programs keep sockets waiting", async () => {
    const nannies = start(network(60_000), { programsAtOnce: 2 });
    const program: CheckTest = { kind: "program", words: ["x"], expect: undefined, useRegex: false };
    nannies.watch([...many(20, { test: program, timeoutMs: 90_000 }), { id: "socket", checks: [check("10.9.9.9")] }]);
    await pass(2000);
    expect(nannies.figures()).toMatchObject({ running: 3, waiting: 18 });
    expect(nannies.net.asked.map(({ address }) => address)).toContain("10.9.9.9");
  });
});

describe("a new configuration", () => {
  it("keeps the verdicts and the times of checks that stay", async () => {
    const nannies = start();
    nannies.watch(many(5));
    await pass(10_000);
    const before = nannies.net.asked.length;
    for (let at = 0; at < 10; at++) {
      nannies.watch(many(5 + (at % 2)));
      await pass(200);
    }
    expect(nannies.net.asked.length - before).toBeLessThanOrEqual(5 + 10);
    expect(nannies.changes().slice(0, 5)).toHaveLength(5);
    expect(nannies.batches.flat().filter(({ id, verdict }) => id !== "s5" && verdict.kind !== "up")).toEqual([]);
  });

  it("cuts off at once what is no longer wanted, and reports nothing of it", async () => {
    const net = network();
    net.answers.set("10.0.0.1", "never");
    const nannies = start(net);
    nannies.watch([server("web")]);
    await pass(100);
    expect(net.running()).toBe(1);
    nannies.watch([]);
    expect(net.running()).toBe(0);
    expect(nannies.verdictOf("web")).toBeUndefined();
    await pass(10_000);
    expect(net.asked).toHaveLength(1);
    expect(nannies.changes()).toEqual([]);
  });

  it("keeps a verdict when only times and counts of a check change", async () => {
    const nannies = start();
    nannies.watch([server("web")]);
    await pass(100);
    nannies.net.answers.set("10.0.0.1", REFUSED);
    nannies.watch([server("web", { intervalMs: 1000, fall: 2 })]);
    await pass(800);
    expect(nannies.verdictOf("web")?.kind).toBe("up");
    await pass(2000);
    expect(nannies.changes().at(-1)).toBe("web: up → down connect refused (2 of 2 checks)");
  });

  it("does not take a serving server out because a check was added or changed, until that check has failed", async () => {
    const nannies = start();
    nannies.watch([server("web")]);
    await pass(100);
    nannies.net.answers.set("10.0.0.2", REFUSED);
    nannies.watch([{ id: "web", checks: [check("10.0.0.1"), check("10.0.0.2", { name: "new" })] }]);
    expect(nannies.verdictOf("web")).toMatchObject({ kind: "up", reason: "check new: not checked yet" });
    await pass(100);
    expect(nannies.verdictOf("web")?.kind).toBe("down");
    nannies.watch([server("web")]);
    expect(nannies.verdictOf("web")).toMatchObject({ kind: "up", reason: "" });
    await pass(100);
    expect(nannies.changes().at(-1)).toBe("web: down → up");
  });

  it("does not bring a failed server back because its check was changed, until that check has passed", async () => {
    const nannies = start();
    nannies.net.answers.set("10.0.0.1", REFUSED);
    nannies.watch([server("web")]);
    await pass(100);
    nannies.watch([server("web", { port: 81 })]);
    expect(nannies.verdictOf("web")?.kind).toBe("down");
    nannies.net.answers.clear();
    await pass(100);
    expect(nannies.verdictOf("web")?.kind).toBe("up");
  });

  it("gives a server that asks what is already asked the answer that is there", async () => {
    const nannies = start();
    nannies.watch([server("a")]);
    await pass(100);
    nannies.watch([server("a"), server("b")]);
    expect(nannies.verdictOf("b")?.kind).toBe("up");
    expect(nannies.net.asked).toHaveLength(1);
  });
});

describe("a bug or a want of the router itself", () => {
  it.each<["throw" | "never" | Outcome, string]>([
    ["throw", "not checked: the check itself failed: a bug"],
    ["never", "not checked: the check did not end at its deadline"],
    [{ kind: "fault", problem: "no file descriptors" }, "not checked: no file descriptors"],
  ])("(%j) changes no verdict, is reported, stops nobody else, and heals", async (answer, words) => {
    const nannies = start(network(), { atOnce: 1 });
    nannies.watch(many(2));
    await pass(100);
    nannies.net.answers.set("10.0.0.0", answer);
    await pass(20_000);
    expect(nannies.verdictOf("s0")).toMatchObject({ kind: "up", reason: words });
    expect(nannies.checksOf("s1")[0]?.lastAtMs).toBeGreaterThan(1000);
    nannies.net.answers.clear();
    await pass(20_000);
    expect(nannies.verdictOf("s0")).toMatchObject({ kind: "up", reason: "" });
    expect(nannies.changes()).toEqual(expect.arrayContaining([`s0: up → up ${words}`, "s0: up → up"]));
  });
});

describe("a restart", () => {
  async function saved(answer: Outcome) {
    const nannies = start();
    nannies.net.answers.set("10.0.0.1", answer);
    nannies.watch([server("web")]);
    await pass(10_000);
    return savedVerdictsSchema.parse(JSON.parse(JSON.stringify(nannies.save())));
  }

  it("goes on with the verdicts from before, and `fall` still counts", async () => {
    const verdicts = await saved(PASS);
    const nannies = start(network(), { saved: { verdicts, asleepMs: 5000 } });
    nannies.net.answers.set("10.0.0.1", REFUSED);
    nannies.watch([server("web")]);
    expect(nannies.verdictOf("web")).toMatchObject({ kind: "up", reason: "" });
    expect(performance.now() - (nannies.verdictOf("web")?.sinceMs ?? 0)).toBeGreaterThan(14_000);
    await pass(100);
    expect(nannies.changes()).toEqual([]);
    await pass(6000);
    expect(nannies.changes()).toEqual(["web: up → down connect refused (3 of 3 checks)"]);
  });

  it("keeps a failed server out, and the reason", async () => {
    const verdicts = await saved(REFUSED);
    const nannies = start(network(), { saved: { verdicts, asleepMs: 0 } });
    nannies.watch([server("web")]);
    expect(nannies.verdictOf("web")).toMatchObject({ kind: "down", reason: "connect refused" });
    await pass(100);
    expect(nannies.verdictOf("web")?.kind).toBe("down");
    await pass(4000);
    expect(nannies.verdictOf("web")?.kind).toBe("up");
  });

  it("does not believe a check that asks something else by now", async () => {
    const verdicts = await saved(REFUSED);
    const nannies = start(network(), { saved: { verdicts, asleepMs: 0 } });
    nannies.watch([server("web", { port: 81 })]);
    await pass(100);
    expect(nannies.verdictOf("web")?.kind).toBe("up");
  });
});

describe("stopping nannies", () => {
  it("cuts off everything and leaves no timer behind", async () => {
    const net = network();
    for (let at = 0; at < 100; at++) net.answers.set(`10.0.0.${at}`, at % 2 ? "never" : REFUSED);
    const nannies = start(net);
    nannies.watch(many(100));
    await pass(1000);
    expect(net.running()).toBe(50);
    await nannies.stop();
    expect(net.running()).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    const reported = nannies.batches.length;
    nannies.watch(many(100));
    await pass(10_000);
    expect(nannies.batches.length).toBe(reported);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("does not wait for ever for a probe that does not end", async () => {
    const nannies = startNannies({
      probe: () => new Promise(() => undefined),
      clock: { now: () => performance.now() },
      onChanges: () => undefined,
    });
    nannies.watch([server("web")]);
    await pass(100);
    const stopping = nannies.stop();
    await pass(6000);
    await stopping;
  });
});

describe("a probe by hand", () => {
  it("asks once, with a transcript, and moves no verdict", async () => {
    let options: Parameters<Probe>[1];
    const nannies = startNannies({
      probe: async (_, given) => ((options = given), { outcome: REFUSED, transcript: [] }),
      clock: { now: () => performance.now() },
      onChanges: () => undefined,
    });
    running.push(nannies);
    expect((await nannies.probeNow(check("10.0.0.1"))).outcome).toEqual(REFUSED);
    expect(options?.transcript).toBe(true);
  });

  it("is cut off when the nannies are stopped", async () => {
    const nannies = start();
    nannies.net.answers.set("10.0.0.1", "never");
    const probing = nannies.probeNow(check("10.0.0.1"));
    await nannies.stop();
    expect((await probing).outcome).toEqual({ kind: "aborted" });
  });
});
