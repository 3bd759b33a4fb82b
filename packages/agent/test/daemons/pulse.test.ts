import { deviceSchema, ipAddressSchema } from "@piranha/lvs/config";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { SpawnLvs } from "../../src/adapters/lvs-child.ts";
import type { AddressKeeper, AddressWish } from "../../src/daemons/addresses.ts";
import { startPulse, type Pulse } from "../../src/daemons/pulse.ts";
import type { PulseNeeds, ToLvs, ToPulse } from "../../src/messages.ts";
import { listener, testClock } from "./world.ts";

const VIP = { address: ipAddressSchema.parse("192.168.26.10"), device: deviceSchema.parse("eth0:1"), prefixLength: 32 };
const needs = (change: Partial<PulseNeeds> = {}): ToPulse => ({
  kind: "needs",
  addresses: [VIP],
  partner: false,
  role: "alone",
  keepaliveMs: 6_000,
  announceMs: 10_000,
  fault: null,
  ...change,
});

/** An lvs process that a test speaks for. */
function children() {
  const list: { hear: (message: ToPulse) => void; end: (why: string) => void; got: ToLvs[]; killed: boolean }[] = [];
  const spawn: SpawnLvs = (hear, onEnd) => {
    const child = { hear, end: onEnd, got: [] as ToLvs[], killed: false };
    list.push(child);
    return {
      pid: 1,
      send: (message) => child.got.push(message),
      kill: () => {
        child.killed = true;
        onEnd("SIGKILL");
      },
      end: async () => onEnd("exit 0"),
    };
  };
  return { spawn, list };
}

describe("pulse", () => {
  const clock = testClock();
  let pulse: Pulse | undefined;
  beforeEach(() => {
    vi.useFakeTimers();
    clock.ms = 0;
  });
  afterEach(async () => {
    await pulse?.end();
    vi.useRealTimers();
  });
  const pass = async (ms: number, each: () => void = () => undefined) => {
    for (let now = 0; now < ms; now += 100) {
      clock.ms += 100;
      each();
      await vi.advanceTimersByTimeAsync(100);
    }
  };
  function start() {
    const wishes: AddressWish[] = [];
    const addresses: AddressKeeper = {
      want: async (wish) => {
        wishes.push(wish);
      },
      states: () => [],
      stop: async () => {
        wishes.push({ ...(wishes.at(-1) ?? { lifetimeSeconds: 0, refreshMs: 0, announceMs: 0 }), addresses: [] });
      },
    };
    const { said, say } = listener();
    const { spawn, list } = children();
    pulse = startPulse(spawn, addresses, clock, say);
    const held = () => wishes.at(-1)?.addresses.map(({ address }) => address) ?? [];
    return {
      list,
      held,
      said,
      pulse,
      state: () => list.at(-1)?.got.findLast((message) => message.kind === "facts")?.pulse,
    };
  }

  it("raises nothing before the routing table is in place", async () => {
    const { list, held } = start();
    await pass(1_000);
    expect(held()).toEqual([]);
    list[0]?.hear(needs());
    await pass(100);
    expect(held()).toEqual([VIP.address]);
  });

  it("keeps the addresses while the lvs process is gone, and starts it again", async () => {
    const { list, held, said } = start();
    list[0]?.hear(needs());
    list[0]?.end("SIGSEGV");
    await pass(500);
    expect(held()).toEqual([VIP.address]);
    expect(list).toHaveLength(2);
    expect(said.join()).toContain("the lvs process ended (SIGSEGV)");
  });

  it("ends an lvs process that has not answered for ten seconds", async () => {
    const { list } = start();
    list[0]?.hear({ kind: "alive" });
    await pass(9_000);
    expect(list[0]?.killed).toBe(false);
    await pass(4_000);
    expect(list[0]?.killed).toBe(true);
    expect(list.length).toBeGreaterThan(1);
  });

  it("does not blame it when this machine itself stood still", async () => {
    const { list } = start();
    await pass(2_000, () => list[0]?.hear({ kind: "alive" }));
    clock.ms += 60_000;
    await pass(1_000);
    expect(list[0]?.killed).toBe(false);
  });

  it("gives one that was ended for its silence twice as long the next time: it may be starved, not stuck", async () => {
    const { list } = start();
    list[0]?.hear({ kind: "alive" });
    await pass(13_000);
    expect(list).toHaveLength(2);
    list[1]?.hear({ kind: "alive" });
    await pass(16_000);
    expect(list).toHaveLength(2);
    await pass(8_000);
    expect(list).toHaveLength(3);
  });

  it("gives a new one half a minute for its first word", async () => {
    const { list } = start();
    list[0]?.hear(needs());
    await pass(25_000);
    expect(list).toHaveLength(1);
    await pass(10_000);
    expect(list[0]?.killed).toBe(true);
  });

  it("leaves one that answers alone", async () => {
    const { list } = start();
    await pass(10_000, () => list[0]?.hear({ kind: "alive" }));
    expect(list).toHaveLength(1);
  });

  it("starts one that keeps dying less and less often, but never gives up", async () => {
    const { list } = start();
    await pass(60_000, () => list.at(-1)?.end("exit 1"));
    expect(list.length).toBeGreaterThan(8);
    expect(list.length).toBeLessThan(30);
  });

  it("takes the addresses away when it is stopped by an operator, and raises them when started", async () => {
    const { list, held, state } = start();
    list[0]?.hear(needs());
    list[0]?.hear({ kind: "command", id: 7, command: "stop" });
    await pass(100);
    expect(held()).toEqual([]);
    expect(state()?.state).toBe("stopped");
    expect(list[0]?.got).toContainEqual({ kind: "done", id: 7 });
    list[0]?.hear({ kind: "command", id: 8, command: "start" });
    await pass(100);
    expect(held()).toEqual([VIP.address]);
  });

  it("does not serve without a table, but an active router that loses sight of its table goes on", async () => {
    const { list, held, state } = start();
    list[0]?.hear(needs({ fault: "ipvsadm is not installed: apt-get install ipvsadm" }));
    await pass(100);
    expect(held()).toEqual([]);
    expect(state()).toMatchObject({ state: "faulted", reason: "ipvsadm is not installed: apt-get install ipvsadm" });
    list[0]?.hear(needs());
    list[0]?.hear(needs({ fault: "ipvsadm: timeout" }));
    await pass(100);
    expect(held()).toEqual([VIP.address]);
  });

  it("holds back when lvs.cf enables a backup it cannot agree with, and says what to write", async () => {
    const { list, held, state } = start();
    list[0]?.hear(needs({ partner: true, role: "primary" }));
    await pass(100);
    expect(held()).toEqual([]);
    expect(state()).toMatchObject({ state: "holding" });
    expect(state()?.reason).toContain("backup_active = 0");
  });

  it("does not serve on a machine that is neither primary nor backup", async () => {
    const { list, held, state } = start();
    list[0]?.hear(needs({ role: "unknown" }));
    await pass(100);
    expect(held()).toEqual([]);
    expect(state()?.reason).toContain("--role primary");
  });

  it("takes the addresses away when it ends", async () => {
    const { list, held, pulse } = start();
    list[0]?.hear(needs());
    await pass(100);
    await pulse.end();
    expect(held()).toEqual([]);
  });
});
