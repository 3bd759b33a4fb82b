import { describe, expect, it } from "vitest";
import type { CheckTest } from "@piranha/lvs/config";
import { createProbe } from "../../src/adapters/probe.ts";
import { check } from "./probe-server.ts";

const probe = createProbe({ scriptsDirectory: "/nonexistent" });

describe("createProbe", () => {
  it("says of a kind that comes later that it cannot run it", async () => {
    const later = { kind: "later", check: { kind: "dns", name: "names" } } as CheckTest;
    expect((await probe(check(later))).outcome).toEqual({
      kind: "fault",
      problem: "this version cannot run kind = dns checks",
    });
  });

  it("never runs a program from elsewhere than the scripts directory", async () => {
    const program: CheckTest = { kind: "program", words: ["/bin/true"], expect: undefined, useRegex: false };
    expect((await probe(check(program))).outcome).toMatchObject({
      kind: "fault",
      problem: expect.stringContaining("/bin/true is not in /nonexistent") as string,
    });
  });
});
