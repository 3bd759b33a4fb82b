import { describe, expect, it } from "vitest";
import { paletteItems } from "../../src/components/palette-items";
import { serverHref, virtualHref, virtualIdOf } from "../../src/components/shell/places";
import type { ServiceRow } from "../../src/live/feed";

const server = (name: string, admin: "active" | "inactive" | "drain") =>
  ({ name, admin, address: "10.0.0.1", port: 80, forwarding: "nat", until: null, weight: 1, kernelWeight: 1 }) as const;
const verdict = { kind: "up", sinceMs: 0, reason: "" } as const;
const web: ServiceRow = {
  id: "web",
  name: "web",
  active: true,
  key: "tcp 192.0.2.10:80",
  scheduler: "rr",
  persistentSeconds: 0,
  programmed: true,
  sorry: null,
  servers: [
    { ...server("number1", "active"), verdict },
    { ...server("number2", "inactive"), verdict },
  ],
};
const virtuals = [
  { id: "web", name: "web" },
  { id: "web-admin", name: "web-admin" },
];
const labels = (query: string, mayChange = true) =>
  paletteItems(query, virtuals, [web], mayChange).map(({ label }) => label);

describe("paletteItems", () => {
  it("finds what an operator types at 3 a.m.", () => {
    expect(labels("deactivate number1")[0]).toBe("Deactivate web/number1");
    expect(labels("drain web")[0]).toBe("Drain web/number1");
    expect(labels("go to web")[0]).toBe("Go to virtual server web");
    expect(labels("history")[0]).toBe("Go to History");
  });

  it("offers what can be done, not what is so already", () => {
    expect(labels("number2")).toEqual(["Activate web/number2"]);
    expect(labels("activate web")).not.toContain("Activate web");
  });

  it("offers a viewer nothing that changes something", () => {
    expect(labels("number1", false)).toEqual([]);
  });

  it("shows pages before anything is typed, and no actions", () => {
    expect(labels("")).toContain("Go to Control");
    expect(labels("").filter((label) => label.includes("number1"))).toEqual([]);
  });
});

describe("addresses of virtual servers", () => {
  it.each(["web", "add", "~add", ".", "..", "a b", "50%", "web#2", "größe", "a\\b"])("leads back to %j", (id) => {
    const segment = virtualHref(id).slice("/virtual-servers/".length);
    expect(segment).not.toMatch(/^(add|\.{1,2})$/);
    expect(segment).not.toContain("/");
    expect(virtualIdOf(segment)).toBe(id);
    expect(serverHref("web", id)).not.toBe(serverHref("web", null));
  });
});
