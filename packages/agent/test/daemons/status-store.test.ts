import type { AgentEvent, RouterFacts, ServiceRow } from "@piranha/lvs/status";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { statusStore } from "../../src/daemons/status-store.ts";

const row = (name: string, active = true): ServiceRow => ({
  id: name,
  name,
  active,
  key: `tcp ${name}`,
  scheduler: "rr",
  persistentSeconds: 0,
  programmed: true,
  sorry: null,
  servers: [],
});

describe("status", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  function store() {
    const world = { rows: [row("a"), row("b")], events: [] as AgentEvent[] };
    const status = statusStore({
      bootId: "boot",
      nowMs: () => Date.now(),
      router: async () => ({ host: "lefty" }) as RouterFacts,
      services: () => world.rows,
      figures: async () => undefined,
      eventsSince: (seq) => world.events.filter((event) => event.seq > seq),
      lastEvent: () => world.events.at(-1)?.seq ?? 0,
    });
    const ending = new AbortController();
    const follow = (cursor?: string) => status.follow(cursor, ending.signal);
    const next = async (stream: ReturnType<typeof status.follow>) => {
      const result = stream.next();
      await vi.advanceTimersByTimeAsync(1_200);
      const got = await result;
      if (got.done) throw new Error("the stream has ended");
      return got.value;
    };
    return { world, status, follow, next };
  }

  it("begins with everything, then tells only what has changed", async () => {
    const { world, status, follow, next } = store();
    const stream = follow();
    const first = await next(stream);
    expect(first.patch).toMatchObject({ full: true, services: [{ name: "a" }, { name: "b" }] });
    world.rows = [row("a"), row("b", false)];
    status.touch();
    const second = await next(stream);
    expect(second.patch).toMatchObject({ full: false, services: [{ name: "b", active: false }], gone: [] });
  });

  it("beats once a second when nothing changes, with nothing in it", async () => {
    const { follow, next } = store();
    const stream = follow();
    await next(stream);
    expect((await next(stream)).patch).toMatchObject({ full: false, services: [], gone: [], events: [] });
  });

  it("tells what is gone", async () => {
    const { world, status, follow, next } = store();
    const stream = follow();
    await next(stream);
    world.rows = [row("b")];
    status.touch();
    expect((await next(stream)).patch).toMatchObject({ services: [], gone: ["a"] });
  });

  it("tells the order of the services whenever that changes", async () => {
    const { world, status, follow, next } = store();
    const stream = follow();
    expect((await next(stream)).patch.order).toEqual(["a", "b"]);
    world.rows = [row("b"), row("a")];
    status.touch();
    expect((await next(stream)).patch).toMatchObject({ services: [], order: ["b", "a"] });
    expect((await next(stream)).patch.order).toBeUndefined();
  });

  it("goes on from a cursor of this life, and begins anew with one of another", async () => {
    const { world, status, follow, next } = store();
    const { id } = await next(follow());
    world.rows = [row("a"), row("b", false)];
    status.touch();
    expect((await next(follow(id))).patch).toMatchObject({ full: false, services: [{ name: "b" }] });
    expect((await next(follow("other:7:3"))).patch.full).toBe(true);
  });

  it("takes any cursor for what it is: a stranger's text", async () => {
    const { follow, next } = store();
    for (const cursor of ["", ":", "boot", "boot:x:y", "boot:-1:-1", "boot:1e99:0"])
      expect((await next(follow(cursor))).patch.services.length).toBeGreaterThanOrEqual(0);
    expect((await next(follow("boot:x:y"))).patch.full).toBe(true);
  });

  it("hands on events, each once", async () => {
    const { world, status, follow, next } = store();
    const stream = follow();
    await next(stream);
    world.events.push({ seq: 1, atMs: 0, area: "lvs", severity: "info", text: "something" });
    status.touch();
    expect((await next(stream)).patch.events).toMatchObject([{ text: "something" }]);
    expect((await next(stream)).patch.events).toEqual([]);
  });

  it("costs a slow reader one patch, however much has changed", async () => {
    const { world, status, follow, next } = store();
    const stream = follow();
    await next(stream);
    for (let round = 0; round < 50; round++) {
      world.rows = [row("a", round % 2 === 0), row("b")];
      status.touch();
    }
    world.rows = [row("a", false), row("b")];
    status.touch();
    expect((await next(stream)).patch.services).toMatchObject([{ name: "a", active: false }]);
    expect((await next(stream)).patch.services).toEqual([]);
  });
});
