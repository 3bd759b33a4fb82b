import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  blockNameSchema,
  deviceSchema,
  PROTOCOLS,
  SCHEDULERS,
  SCHEDULER_FLAGS,
  type EffectiveServer,
  type EffectiveVirtualServer,
} from "../../src/config/index.ts";
import { applyPlan, desiredTable, planIpvs, type Serving } from "../../src/ipvs/index.ts";
import { address, service, WEB } from "./table.ts";

const server = (text: string, changes: Partial<EffectiveServer> = {}): EffectiveServer => ({
  name: blockNameSchema.parse(text.replaceAll(":", "-")),
  active: true,
  drain: false,
  until: undefined,
  address: address(text),
  port: 80,
  weight: 3,
  forwarding: "nat",
  upperThreshold: 0,
  lowerThreshold: 0,
  tunnel: { type: "ipip", port: undefined },
  checks: [],
  ...changes,
});

const virtual = (changes: Partial<EffectiveVirtualServer> = {}): EffectiveVirtualServer => ({
  name: blockNameSchema.parse("web"),
  active: true,
  identity: { kind: "address", protocol: "tcp", address: address("192.0.2.10"), port: 80 },
  raised: { address: address("192.0.2.10"), device: deviceSchema.parse("eth0:1"), prefixLength: 32 },
  scheduler: "wlc",
  schedulerFlags: [],
  onePacket: false,
  persistentSeconds: 0,
  persistencePrefix: undefined,
  quiesce: false,
  sorryServer: undefined,
  forwarding: "nat",
  floor: 0,
  slowStartSeconds: 0,
  drainDeadlineSeconds: 300,
  servers: [server("10.0.0.1"), server("10.0.0.2")],
  ...changes,
});

const IN: Serving = { kind: "in" };
const OUT: Serving = { kind: "out" };
const MARK = { kind: "fwmark", mark: 7, family: 4 } as const;
const MARK6 = { kind: "fwmark", mark: 7, family: 6 } as const;
const SORRY = { address: address("10.0.0.9"), port: 8080 };

/** The one service of the table for one virtual server; by default its first server is up and its second down. */
function one(changes: Partial<EffectiveVirtualServer>, verdicts: readonly Serving[] = [IN, OUT]) {
  const wanted = virtual(changes);
  const serving = (_: EffectiveVirtualServer, asked: EffectiveServer) => verdicts[wanted.servers.indexOf(asked)] ?? OUT;
  return [...desiredTable({ virtualServers: [wanted] }, serving).values()][0];
}
const weights = (...args: Parameters<typeof one>) =>
  Object.fromEntries([...(one(...args)?.destinations ?? [])].map(([at, { weight }]) => [at, weight]));

describe("desiredTable: which servers are in it", () => {
  it.each<readonly [string, Partial<EffectiveVirtualServer>, readonly Serving[], Readonly<Record<string, number>>]>([
    ["an up server has its weight, a down one is not there", {}, [IN, OUT], { "10.0.0.1:80": 3 }],
    ["a weight that load gave wins", {}, [{ kind: "in", weight: 250 }, IN], { "10.0.0.1:80": 250, "10.0.0.2:80": 3 }],
    [
      "a weight is a whole number that ipvsadm takes",
      {},
      [
        { kind: "in", weight: 2.5 },
        { kind: "in", weight: -1 },
      ],
      { "10.0.0.1:80": 3, "10.0.0.2:80": 0 },
    ],
    ["quiesce keeps a down server at weight 0", { quiesce: true }, [IN, OUT], { "10.0.0.1:80": 3, "10.0.0.2:80": 0 }],
    ["under dh quiesce takes it out", { quiesce: true, scheduler: "dh" }, [IN, OUT], { "10.0.0.1:80": 3 }],
    ["a server that is not active is not there", { servers: [server("10.0.0.1", { active: false })] }, [IN], {}],
    ["not even draining", { servers: [server("10.0.0.1", { active: false, drain: true })] }, [IN], {}],
    ["a draining server has weight 0", { servers: [server("10.0.0.1", { drain: true })] }, [IN], { "10.0.0.1:80": 0 }],
    ["whatever its verdict", { servers: [server("10.0.0.1", { drain: true })] }, [OUT], { "10.0.0.1:80": 0 }],
    [
      "under dh a draining server is taken out",
      { scheduler: "dh", servers: [server("10.0.0.1", { drain: true })] },
      [IN],
      {},
    ],
    ["a configured weight of 0 stays", { servers: [server("10.0.0.1", { weight: 0 })] }, [IN], { "10.0.0.1:80": 0 }],
    [
      "of two servers with one key the first wins",
      { servers: [server("10.0.0.1"), server("10.0.0.1", { weight: 9 })] },
      [IN, IN],
      { "10.0.0.1:80": 3 },
    ],
    [
      "the first that is there, that is",
      { servers: [server("10.0.0.1"), server("10.0.0.1", { weight: 9 })] },
      [OUT, IN],
      { "10.0.0.1:80": 9 },
    ],
    [
      "a server of the other family needs a tunnel",
      { servers: [server("2001:db8::1"), server("2001:db8::2", { forwarding: "tunnel" })] },
      [IN, IN],
      { "[2001:db8::2]:80": 3 },
    ],
  ])("%s", (_, changes, verdicts, expected) => {
    expect(weights(changes, verdicts)).toEqual(expected);
  });

  it.each<readonly [string, Partial<EffectiveVirtualServer>, readonly Serving[], Readonly<Record<string, number>>]>([
    ["stays out while a server serves", {}, [IN, OUT], { "10.0.0.1:80": 3 }],
    ["stands in when none is up", {}, [OUT, OUT], { "10.0.0.9:8080": 1 }],
    [
      "beside quiesced servers",
      { quiesce: true },
      [OUT, OUT],
      { "10.0.0.1:80": 0, "10.0.0.2:80": 0, "10.0.0.9:8080": 1 },
    ],
    [
      "when every server is configured to weight 0",
      { servers: [server("10.0.0.1", { weight: 0 })] },
      [IN],
      { "10.0.0.1:80": 0, "10.0.0.9:8080": 1 },
    ],
    ["when there are no servers", { servers: [] }, [], { "10.0.0.9:8080": 1 }],
    ["on the service's port with direct routing", { forwarding: "direct", servers: [] }, [], { "10.0.0.9:80": 1 }],
    [
      "on its own port behind a mark",
      { forwarding: "direct", servers: [], identity: MARK },
      [],
      { "10.0.0.9:8080": 1 },
    ],
    [
      "with weight 1 even where a resting server has its place",
      { quiesce: true, servers: [server("10.0.0.9", { port: 8080 })] },
      [OUT],
      { "10.0.0.9:8080": 1 },
    ],
    ["not across families without a tunnel", { servers: [], identity: MARK6 }, [], {}],
    ["across families with one", { servers: [], identity: MARK6, forwarding: "tunnel" }, [], { "10.0.0.9:8080": 1 }],
  ])("the sorry server %s", (_, changes, verdicts, expected) => {
    expect(weights({ sorryServer: SORRY, ...changes }, verdicts)).toEqual(expected);
  });

  it("asks for the verdict of active servers that do not drain only", () => {
    const servers = [server("10.0.0.1", { active: false }), server("10.0.0.2", { drain: true }), server("10.0.0.3")];
    const asked: string[] = [];
    desiredTable({ virtualServers: [virtual({ servers })] }, (_, { address }) => {
      asked.push(address);
      return IN;
    });
    expect(asked).toEqual(["10.0.0.3"]);
  });
});

describe("desiredTable: spelled as the kernel will report it", () => {
  it.each<readonly [Partial<EffectiveVirtualServer>, object]>([
    [{ scheduler: "sh" }, { schedulerFlags: ["sh-fallback"] }],
    [{ scheduler: "mh" }, { schedulerFlags: ["mh-fallback"] }],
    [{ scheduler: "rr" }, { schedulerFlags: [] }],
    [{ scheduler: "mh", schedulerFlags: ["mh-port"] }, { schedulerFlags: ["mh-port"] }],
    [{ scheduler: "sh", schedulerFlags: ["flag-2", "flag-1"] }, { schedulerFlags: ["sh-fallback", "sh-port"] }],
    [{ scheduler: "sh", schedulerFlags: ["flag-3"] }, { schedulerFlags: [] }],
    [{ scheduler: "rr", schedulerFlags: ["flag-3", "sh-port"] }, { schedulerFlags: ["flag-3"] }],
    [
      { persistentSeconds: 300, persistencePrefix: 24 },
      { persistentSeconds: 300, persistenceMask: "255.255.255.0" },
    ],
    [{ persistentSeconds: 300, persistencePrefix: 64, identity: MARK6 }, { persistenceMask: "64" }],
    [{ persistencePrefix: 24 }, { persistentSeconds: 0, persistenceMask: undefined }],
    [{ persistentSeconds: 9_999_999 }, { persistentSeconds: 2_678_400 }],
    [{ onePacket: true }, { onePacket: false }],
    [{ onePacket: true, identity: MARK }, { onePacket: true }],
  ])("%o becomes %o", (changes, expected) => {
    expect(one(changes)).toMatchObject(expected);
  });

  it.each<readonly [Partial<EffectiveServer>, object]>([
    [{ port: 8080 }, { port: 8080, tunnel: undefined }],
    [{ port: 8080, forwarding: "direct" }, { port: 80 }],
    [
      { port: 8080, forwarding: "tunnel" },
      { port: 80, tunnel: { type: "ipip" } },
    ],
    [{ forwarding: "tunnel", tunnel: { type: "gre", port: 99 } }, { tunnel: { type: "gre", checksum: "off" } }],
    [
      { forwarding: "tunnel", tunnel: { type: "gue", port: 99 } },
      { tunnel: { type: "gue", port: 99, checksum: "off" } },
    ],
    [
      { forwarding: "tunnel", tunnel: { type: "gue", port: undefined } },
      { tunnel: { type: "gue", port: 6080, checksum: "off" } },
    ],
    [
      { upperThreshold: 10, lowerThreshold: 5 },
      { upperThreshold: 10, lowerThreshold: 5 },
    ],
    [
      { upperThreshold: 10, lowerThreshold: 15 },
      { upperThreshold: 10, lowerThreshold: 10 },
    ],
    [{ lowerThreshold: 15 }, { upperThreshold: 0, lowerThreshold: 0 }],
  ])("a server with %o becomes %o", (changes, expected) => {
    expect([...(one({ servers: [server("10.0.0.1", changes)] })?.destinations.values() ?? [])]).toMatchObject([
      expected,
    ]);
  });

  it("makes no service of a virtual server that is off, and none of one that ipvsadm would refuse", () => {
    const port0 = { kind: "address", protocol: "tcp", address: address("192.0.2.10"), port: 0 } as const;
    expect(one({ active: false })).toBeUndefined();
    expect(one({ identity: port0 })).toBeUndefined();
    expect(one({ identity: port0, persistentSeconds: 60 })).toBeDefined();
  });

  it("lets the first of two services with one key win, if it is active", () => {
    const schedulers = (...virtualServers: EffectiveVirtualServer[]) =>
      [...desiredTable({ virtualServers }, () => IN)].map(([key, { scheduler }]) => [key, scheduler]);
    const [rr, lc] = [virtual({ scheduler: "rr" }), virtual({ scheduler: "lc" })];
    expect(schedulers(rr, lc)).toEqual([[WEB, "rr"]]);
    expect(schedulers({ ...rr, active: false }, lc)).toEqual([[WEB, "lc"]]);
    expect(schedulers(virtual({ identity: MARK }), virtual({ identity: MARK6 }))).toEqual([
      [service("fwmark 7"), "wlc"],
      [service("fwmark6 7"), "wlc"],
    ]);
  });

  it("asks for nothing the kernel changes or refuses, whatever the configuration", () => {
    const count = fc.constantFrom(0, 1, 5, 70_000, 2_147_483_647);
    const servers = fc.array(
      fc.record({
        at: fc.constantFrom("10.0.0.1", "10.0.0.2", "2001:db8::1"),
        changes: fc.record({
          active: fc.boolean(),
          drain: fc.boolean(),
          port: fc.constantFrom(0, 80, 8080),
          weight: count,
          forwarding: fc.constantFrom("nat", "direct", "tunnel"),
          upperThreshold: count,
          lowerThreshold: count,
          tunnel: fc.record({
            type: fc.constantFrom("ipip", "gue", "gre"),
            port: fc.constantFrom(undefined, 1, 65_535),
          }),
        }),
      }),
      { maxLength: 5 },
    );
    const virtuals = fc.array(
      fc.record({
        identity: fc.oneof(
          fc.record({
            kind: fc.constant("fwmark"),
            mark: fc.constantFrom(1, 4_294_967_295),
            family: fc.constantFrom(4, 6),
          }),
          fc.record({
            kind: fc.constant("address"),
            protocol: fc.constantFrom(...PROTOCOLS),
            address: fc.constantFrom(address("192.0.2.10"), address("2001:db8::10")),
            port: fc.constantFrom(0, 80),
          }),
        ),
        active: fc.boolean(),
        scheduler: fc.constantFrom(...SCHEDULERS),
        schedulerFlags: fc.subarray([...SCHEDULER_FLAGS]),
        onePacket: fc.boolean(),
        persistentSeconds: fc.constantFrom(0, 1, 2_147_483_647),
        persistencePrefix: fc.constantFrom(undefined, 1, 24),
        quiesce: fc.boolean(),
        forwarding: fc.constantFrom("nat", "direct", "tunnel"),
        sorryServer: fc.constantFrom(undefined, SORRY),
        servers: servers.map((list) => list.map(({ at, changes }) => server(at, changes))),
      }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(
        virtuals,
        fc.array(fc.constantFrom<Serving>(IN, OUT, { kind: "in", weight: 0.4 })),
        (list, verdicts) => {
          let asked = 0;
          const desired = desiredTable({ virtualServers: list.map(virtual) }, () => verdicts[asked++] ?? OUT);
          expect(applyPlan(new Map(), planIpvs(desired, new Map()))).toEqual({ table: desired, refused: [] });
        },
      ),
      { numRuns: 300 },
    );
  });
});
