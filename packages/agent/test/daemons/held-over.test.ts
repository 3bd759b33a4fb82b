import { desiredTable, serviceKeySchema } from "@piranha/lvs/ipvs";
import { describe, expect, it } from "vitest";
import { heldOver } from "../../src/daemons/held-over.ts";
import { effective, webText } from "./world.ts";

const KEY = serviceKeySchema.parse("tcp 192.168.26.10:80");
const table = (port: number, serving: boolean) =>
  desiredTable(effective(webText(2).replaceAll("weight = 1", `weight = 1\nport = ${port}`)), () => ({
    kind: serving ? "in" : "out",
  }));
const rows = (from: ReturnType<typeof table>) => [...(from.get(KEY)?.destinations.keys() ?? [])];

describe("a service whose servers all change", () => {
  it("keeps its present servers until a new one has been asked", () => {
    const held = heldOver(table(8080, false), table(80, true), new Set([KEY]));
    expect(rows(held)).toEqual(["10.11.12.1:80", "10.11.12.2:80"]);
  });

  it("lets them go as soon as a new one serves, or all have been asked", () => {
    expect(rows(heldOver(table(8080, true), table(80, true), new Set([KEY])))).toEqual([
      "10.11.12.1:8080",
      "10.11.12.2:8080",
    ]);
    expect(rows(heldOver(table(8080, false), table(80, true), new Set()))).toEqual([]);
  });

  it("is as it is wished for when the kernel has nothing of it", () => {
    const desired = table(8080, false);
    expect(heldOver(desired, undefined, new Set([KEY]))).toBe(desired);
    expect(heldOver(desired, new Map(), new Set([KEY]))).toEqual(desired);
  });
});
