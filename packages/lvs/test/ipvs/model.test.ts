import { describe, expect, it } from "vitest";
import { applyOp, applyPlan, type IpvsOp, type IpvsTable } from "../../src/ipvs/index.ts";
import { address, at, destination, service, SETTINGS, table, WEB } from "./table.ts";

const KERNEL = table({ [WEB]: [destination("10.0.0.1")] });
const OTHER = service("tcp 192.0.2.99:80");
const ONE = at("10.0.0.1:80");
const TWO = at("10.0.0.2:80");

/** A destination the way a careless caller would ask for it. */
const add = (key: string, changes: Parameters<typeof destination>[1]): IpvsOp => {
  const one = destination("10.0.0.2", changes);
  return { kind: "addDestination", key: service(key), at: TWO, destination: one };
};
const added = (key: string, changes: Parameters<typeof destination>[1]) => {
  const result = applyOp(table({ [key]: [] }, { persistentSeconds: 60 }), add(key, changes));
  return result.kind === "applied" ? [...(result.table.get(service(key))?.destinations ?? [])] : result;
};

describe("applyOp", () => {
  it.each<readonly [string, IpvsOp]>([
    ["Service already exists", { kind: "addService", key: WEB, service: SETTINGS }],
    ["No such service", { kind: "editService", key: OTHER, service: SETTINGS }],
    ["No such service", { kind: "deleteService", key: OTHER }],
    ["Service not defined", { kind: "addDestination", key: OTHER, at: ONE, destination: destination("10.0.0.1") }],
    ["Service not defined", { kind: "editDestination", key: OTHER, at: ONE, destination: destination("10.0.0.1") }],
    ["Service not defined", { kind: "deleteDestination", key: OTHER, at: ONE }],
    ["Destination already exists", { kind: "addDestination", key: WEB, at: ONE, destination: destination("10.0.0.1") }],
    ["No such destination", { kind: "editDestination", key: WEB, at: TWO, destination: destination("10.0.0.2") }],
    ["No such destination", { kind: "deleteDestination", key: WEB, at: TWO }],
    ["Numerical result out of range", add(WEB, { upperThreshold: 5, lowerThreshold: 6 })],
    ["Numerical result out of range", add(WEB, { lowerThreshold: 1 })],
    ["Different address family is allowed only for tunneling servers", add(WEB, { address: address("2001:db8::1") })],
    [
      "Zero port specified for non-persistent service",
      { kind: "addService", key: service("tcp 192.0.2.10:0"), service: SETTINGS },
    ],
    [
      "One-Packet Scheduling is only for UDP virtual services",
      { kind: "editService", key: WEB, service: { ...SETTINGS, onePacket: true } },
    ],
  ])("refuses with %j, as the kernel does", (refused, op) => {
    expect(applyOp(KERNEL, op)).toEqual({ kind: "refused", refused });
  });

  it("leaves the table it was given alone", () => {
    const before = structuredClone(KERNEL);
    applyOp(KERNEL, add(WEB, {}));
    applyOp(KERNEL, { kind: "deleteService", key: WEB });
    applyPlan(KERNEL, [{ kind: "deleteDestination", key: WEB, at: ONE }]);
    expect(KERNEL).toEqual(before);
  });

  it("gives a direct or tunnelled destination the port of its service, but not behind a mark", () => {
    expect(added(WEB, { port: 8080, forwarding: "direct" })).toEqual([
      ["10.0.0.2:80", expect.objectContaining({ port: 80 })],
    ]);
    expect(added("tcp 192.0.2.10:0", { port: 8080, forwarding: "direct" })).toMatchObject([
      ["10.0.0.2:0", { port: 0 }],
    ]);
    expect(added("fwmark 1", { port: 8080, forwarding: "direct" })).toMatchObject([["10.0.0.2:8080", { port: 8080 }]]);
    expect(added(WEB, { port: 8080 })).toMatchObject([["10.0.0.2:8080", { port: 8080 }]]);
  });

  it("keeps destinations when their service is edited", () => {
    const result = applyOp(KERNEL, { kind: "editService", key: WEB, service: { ...SETTINGS, scheduler: "rr" } });
    expect(result).toEqual({
      kind: "applied",
      table: table({ [WEB]: [destination("10.0.0.1")] }, { scheduler: "rr" }),
    });
  });

  it("names the flags of sh and mh, and forgets flags they do not have", () => {
    const edited = (scheduler: "sh" | "mh" | "rr") => {
      const flags = { scheduler, schedulerFlags: ["flag-1", "flag-3"] } as const;
      const result = applyOp(KERNEL, { kind: "editService", key: WEB, service: { ...SETTINGS, ...flags } });
      return result.kind === "applied" && result.table.get(WEB)?.schedulerFlags;
    };
    expect(edited("sh")).toEqual(["sh-fallback"]);
    expect(edited("mh")).toEqual(["mh-fallback"]);
    expect(edited("rr")).toEqual(["flag-1", "flag-3"]);
  });
});

describe("applyPlan", () => {
  it("goes on after a refusal and names what was refused", () => {
    const wrong: IpvsOp = { kind: "deleteDestination", key: WEB, at: TWO };
    const empty: IpvsTable = table({ [WEB]: [] });
    expect(applyPlan(KERNEL, [wrong, { kind: "deleteDestination", key: WEB, at: ONE }])).toEqual({
      table: empty,
      refused: [{ op: wrong, refused: "No such destination" }],
    });
  });
});
