import { desiredTable, parseIpvsadmSave, type IpvsOp, type IpvsTable } from "@piranha/lvs/ipvs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ipvsMemory } from "../../src/adapters/ipvs-memory.ts";
import type { Ipvs } from "../../src/adapters/ipvsadm.ts";
import { startReconciler, type Reconciler } from "../../src/daemons/reconcile.ts";
import { effective, listener, testClock, testOwnership, webText } from "./world.ts";

const everyone = () => ({ kind: "in" }) as const;
const web = (servers: number, weight = 1) => desiredTable(effective(webText(servers, { weight })), everyone);
const foreign = parseIpvsadmSave("-A -t 203.0.113.9:25 -s wlc\n-a -t 203.0.113.9:25 -r 10.9.9.9:25 -m -w 1\n").table;

/** A kernel that counts what it is told and can be changed behind the agent's back. */
function kernel(refuses: (op: IpvsOp) => string | undefined = () => undefined) {
  const memory = ipvsMemory();
  const batches: IpvsOp[][] = [];
  const singles: IpvsOp[] = [];
  const ipvs: Ipvs = {
    ...memory,
    applyAll: async (ops) => {
      batches.push([...ops]);
      await memory.applyAll(ops.filter((op) => refuses(op) === undefined));
    },
    applyOne: async (op) => {
      singles.push(op);
      return refuses(op) ?? memory.applyOne(op);
    },
  };
  return { ipvs, memory, batches, singles };
}

describe("the reconciler", () => {
  const clock = testClock();
  let running: Reconciler[] = [];
  beforeEach(() => {
    vi.useFakeTimers();
    clock.ms = 0;
  });
  afterEach(async () => {
    await Promise.all(running.map((one) => one.stop()));
    running = [];
    vi.useRealTimers();
  });

  async function start(ipvs: Ipvs, owned: readonly string[] = []) {
    const { said, say } = listener();
    const { ours, saved } = await testOwnership(owned);
    const reconciler = startReconciler(ipvs, ours, clock, say, () => undefined);
    running.push(reconciler);
    return { reconciler, said, saved };
  }

  const pass = async (ms: number) => {
    for (let at = 0; at < ms; at += 100) {
      clock.ms += 100;
      await vi.advanceTimersByTimeAsync(100);
    }
  };
  const tableOf = async (ipvs: Ipvs): Promise<IpvsTable> => (await ipvs.read(true)).table;

  it("gives the kernel the whole table in one batch", async () => {
    const { ipvs, batches } = kernel();
    const { reconciler } = await start(ipvs);
    await reconciler.want(web(3));
    expect(batches).toHaveLength(1);
    expect(await tableOf(ipvs)).toEqual(web(3));
  });

  it("changes one weight with one edit and nothing else", async () => {
    const { ipvs, batches } = kernel();
    const { reconciler } = await start(ipvs);
    await reconciler.want(web(3));
    const heavier = effective(webText(3).replace("weight = 1", "weight = 5"));
    await reconciler.want(desiredTable(heavier, everyone));
    expect(batches[1]?.map((op) => op.kind)).toEqual(["editDestination"]);
  });

  it("repairs a table that somebody emptied, and says so", async () => {
    const { ipvs, memory } = kernel();
    const { reconciler, said } = await start(ipvs);
    await reconciler.want(web(2));
    await memory.applyAll([...web(2).keys()].map((key) => ({ kind: "deleteService", key })));
    await pass(3_000);
    expect(await tableOf(ipvs)).toEqual(web(2));
    expect(said.filter((line) => line.includes("changed by somebody else"))).toHaveLength(1);
  });

  it("does not call its own changes somebody else's", async () => {
    const { ipvs } = kernel();
    const { reconciler, said } = await start(ipvs);
    for (let servers = 1; servers <= 5; servers++) {
      void reconciler.want(web(servers));
      await pass(700);
    }
    await pass(5_000);
    expect(said).toEqual([]);
  });

  it("leaves a foreign service alone when it starts, changes and stops", async () => {
    const { ipvs, memory } = kernel();
    for (const [key, service] of foreign) await memory.applyOne({ kind: "addService", key, service });
    const { reconciler } = await start(ipvs);
    await reconciler.want(web(2));
    await reconciler.want(new Map());
    expect([...(await tableOf(ipvs)).keys()]).toEqual([...foreign.keys()]);
    expect(reconciler.state().foreign).toEqual([...foreign.keys()]);
  });

  it("refuses a service that somebody else has in the kernel, until it is adopted", async () => {
    const { ipvs, memory } = kernel();
    const [[key, service] = []] = web(1);
    if (!key || !service) throw new Error("no service");
    await memory.applyOne({ kind: "addService", key, service: { ...service, scheduler: "wlc" } });
    const { reconciler, said } = await start(ipvs);
    await reconciler.want(web(1));
    expect(reconciler.state().conflicts).toEqual([key]);
    expect(said.join()).toContain("install --adopt");
    expect((await tableOf(ipvs)).get(key)?.scheduler).toBe("wlc");
    await reconciler.adopt([key]);
    await reconciler.want(web(1));
    expect(await tableOf(ipvs)).toEqual(web(1));
    expect(reconciler.state().conflicts).toEqual([]);
  });

  it("knows its services again after a restart, even those it no longer wants", async () => {
    const { ipvs } = kernel();
    const first = await start(ipvs);
    await first.reconciler.want(web(2));
    const second = await start(ipvs, first.saved());
    await second.reconciler.want(new Map());
    expect((await tableOf(ipvs)).size).toBe(0);
  });

  it("writes a service down as its own before it makes it", async () => {
    const { ipvs, memory } = kernel();
    const order: string[] = [];
    const { ours } = await testOwnership();
    const watched = {
      ...ours,
      claim: async (keys: Parameters<typeof ours.claim>[0]) => (order.push("claim"), ours.claim(keys)),
    };
    const applying: Ipvs = { ...ipvs, applyAll: async (ops) => (order.push("apply"), memory.applyAll(ops)) };
    const reconciler = startReconciler(applying, watched, clock, listener().say, () => undefined);
    running.push(reconciler);
    await reconciler.want(web(1));
    expect(order).toEqual(["claim", "apply"]);
  });

  it("records a refused row in the kernel's words, goes on with the rest, and does not loop on it", async () => {
    const { ipvs, singles } = kernel((op) =>
      op.kind === "addDestination" && op.at === "10.11.12.2:80" ? "No way" : undefined,
    );
    const { reconciler, said } = await start(ipvs);
    await reconciler.want(web(3));
    await pass(30_000);
    const table = await tableOf(ipvs);
    expect([...table.values()].flatMap(({ destinations }) => [...destinations.keys()])).toEqual([
      "10.11.12.1:80",
      "10.11.12.3:80",
    ]);
    expect(reconciler.state().refused).toMatchObject([
      { words: "No way", command: "ipvsadm -a -t 192.168.26.10:80 -r 10.11.12.2:80 -m -w 1" },
    ]);
    expect(said.filter((line) => line.includes("No way"))).toHaveLength(1);
    expect(singles.length).toBeLessThan(10);
  });

  it("forgets a refusal when the row is not wanted any more", async () => {
    const { ipvs } = kernel((op) => (op.kind === "addDestination" && op.at === "10.11.12.2:80" ? "No way" : undefined));
    const { reconciler } = await start(ipvs);
    await reconciler.want(web(2));
    await reconciler.want(web(1));
    await pass(5_000);
    expect(reconciler.state().refused).toEqual([]);
  });

  it("says once that the table cannot be read, and recovers by itself", async () => {
    let broken = true;
    const { ipvs, memory } = kernel();
    const failing: Ipvs = {
      ...ipvs,
      read: async (thresholds) => (broken ? Promise.reject(new Error("no IPVS here")) : memory.read(thresholds)),
    };
    const { reconciler, said } = await start(failing);
    await reconciler.want(web(1));
    await pass(10_000);
    expect(reconciler.state().fault).toBe("no IPVS here");
    broken = false;
    await pass(5_000);
    expect(reconciler.state().fault).toBeUndefined();
    expect(said).toEqual([
      "alarm lvs: routing table: no IPVS here",
      "info lvs: the routing table can be read and written again",
    ]);
    await reconciler.want(web(1));
    expect(await tableOf(ipvs)).toEqual(web(1));
  });
});
