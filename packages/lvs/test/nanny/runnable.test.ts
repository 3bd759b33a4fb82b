import { describe, expect, it } from "vitest";
import type { EffectiveCheck } from "../../src/config/index.ts";
import { whyNotRunnable } from "../../src/nanny/runnable.ts";

const CHECK = {
  name: "service",
  address: "10.0.0.1",
  port: 80,
  intervalMs: 2000,
  timeoutMs: 1000,
  fall: 1,
  rise: 1,
  reentryMs: 0,
  test: { kind: "connect" },
} as EffectiveCheck;

describe("whyNotRunnable", () => {
  it.each([
    [{ test: { kind: "later", check: { kind: "http", name: "web" } } }, "this version cannot run kind = http checks"],
    [{ port: 0 }, "the service has no port of its own; write port = in the check"],
    [{ port: 0, test: { kind: "program", words: ["x"], expect: undefined, useRegex: false } }, undefined],
    [{ test: { kind: "program", words: [] } }, "no program is named"],
    [
      { test: { kind: "sendExpect", transport: "tcp", send: undefined, expect: "(", useRegex: true } },
      "the regular expression is wrong: a ( is not closed",
    ],
    [{ test: { kind: "sendExpect", transport: "tcp", send: undefined, expect: "(", useRegex: false } }, undefined],
    [{}, undefined],
  ])("of %j is %j", (changes, why) => {
    expect(whyNotRunnable({ ...CHECK, ...changes } as EffectiveCheck)).toBe(why);
  });
});
