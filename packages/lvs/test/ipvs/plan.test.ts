import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyOp, applyPlan, planIpvs, subjectOf, type IpvsTable, type Service } from "../../src/ipvs/index.ts";
import { tables } from "./arbitrary.ts";
import { destination, table, WEB } from "./table.ts";

const steps = (desired: IpvsTable, actual: IpvsTable) =>
  planIpvs(desired, actual).map((op) => `${op.kind} ${"at" in op ? op.at : op.key}`);

describe("planIpvs", () => {
  it("plans nothing when the kernel already matches", () => {
    const same = () => table({ [WEB]: [destination("10.0.0.1"), destination("10.0.0.2")] });
    expect(planIpvs(same(), same())).toEqual([]);
  });

  it("adds a service before its destinations", () => {
    const desired = table({ [WEB]: [destination("10.0.0.1")] });
    expect(steps(desired, new Map())).toEqual([`addService ${WEB}`, "addDestination 10.0.0.1:80"]);
  });

  it("adds the new real server before it deletes the old one", () => {
    const desired = table({ [WEB]: [destination("10.0.0.2")] });
    const actual = table({ [WEB]: [destination("10.0.0.1")] });
    expect(steps(desired, actual)).toEqual(["addDestination 10.0.0.2:80", "deleteDestination 10.0.0.1:80"]);
  });

  it("raises one weight before it lowers another", () => {
    const desired = table({ [WEB]: [destination("10.0.0.1", { weight: 0 }), destination("10.0.0.2", { weight: 1 })] });
    const actual = table({ [WEB]: [destination("10.0.0.1", { weight: 1 }), destination("10.0.0.2", { weight: 0 })] });
    expect(steps(desired, actual)).toEqual(["editDestination 10.0.0.2:80", "editDestination 10.0.0.1:80"]);
  });

  it("edits what the kernel can edit instead of deleting it", () => {
    const desired = table(
      { [WEB]: [destination("10.0.0.1", { forwarding: "tunnel", tunnel: { type: "gre", checksum: "on" } })] },
      { scheduler: "mh", schedulerFlags: ["mh-fallback"], persistentSeconds: 60 },
    );
    const actual = table({ [WEB]: [destination("10.0.0.1")] });
    expect(steps(desired, actual)).toEqual([`editService ${WEB}`, "editDestination 10.0.0.1:80"]);
  });

  it("deletes whole services last, without deleting their destinations one by one", () => {
    const desired = table({ "tcp 192.0.2.11:80": [destination("10.0.0.1")] });
    const actual = table({ [WEB]: [destination("10.0.0.1"), destination("10.0.0.2")] });
    expect(steps(desired, actual).at(-1)).toBe(`deleteService ${WEB}`);
    expect(steps(desired, actual)).toHaveLength(3);
  });

  it.each<Partial<Parameters<typeof destination>[1]>>([
    { weight: 2 },
    { forwarding: "direct" },
    { forwarding: "tunnel", tunnel: { type: "ipip" } },
    { upperThreshold: 10 },
    { upperThreshold: 10, lowerThreshold: 5 },
  ])("notices a destination with %o", (change) => {
    const desired = table({ [WEB]: [destination("10.0.0.1", change)] });
    expect(steps(desired, table({ [WEB]: [destination("10.0.0.1")] }))).toEqual(["editDestination 10.0.0.1:80"]);
  });

  it("plans nothing from any table to itself", () => {
    fc.assert(
      fc.property(tables, (one) => {
        expect(planIpvs(one, one)).toEqual([]);
      }),
    );
  });

  it("leads any kernel to any table, and is never refused", () => {
    fc.assert(
      fc.property(tables, tables, (desired, actual) => {
        expect(applyPlan(actual, planIpvs(desired, actual))).toEqual({ table: desired, refused: [] });
      }),
      { numRuns: 500 },
    );
  });

  it("touches nothing twice, and no operation of it can be left out", () => {
    fc.assert(
      fc.property(tables, tables, (desired, actual) => {
        const ops = planIpvs(desired, actual);
        expect(new Set(ops.map(subjectOf)).size).toBe(ops.length);
        for (const left of ops) {
          const rest = ops.filter((op) => op !== left);
          expect(planIpvs(desired, applyPlan(actual, rest).table)).not.toEqual([]);
        }
      }),
    );
  });

  it("never leaves a service that stays without a server in rotation on the way", () => {
    const serves = (service: Service | undefined) =>
      [...(service?.destinations.values() ?? [])].some(({ weight }) => weight > 0);
    fc.assert(
      fc.property(tables, tables, (desired, actual) => {
        const staying = [...desired.keys()].filter((key) => serves(desired.get(key)) && serves(actual.get(key)));
        let now = actual;
        for (const op of planIpvs(desired, actual)) {
          const step = applyOp(now, op);
          expect(step.kind).toBe("applied");
          if (step.kind === "applied") now = step.table;
          for (const key of staying) expect(serves(now.get(key))).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });
});
