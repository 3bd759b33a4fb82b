import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EffectiveCheck } from "../../src/config/index.ts";
import { checkKey, firstDelayMs, nextDueMs, phaseMs, testId } from "../../src/nanny/schedule.ts";

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

describe("checkKey", () => {
  it("is the same for checks that ask the same at the same times, whatever they are called and conclude", () => {
    expect(checkKey({ ...CHECK, name: "other", fall: 9, rise: 9, reentryMs: 9 })).toBe(checkKey(CHECK));
  });

  it.each([{ port: 81 }, { intervalMs: 1 }, { timeoutMs: 1 }, { test: { kind: "program", words: ["x"] } }])(
    "differs with %j",
    (other) => {
      expect(checkKey({ ...CHECK, ...other } as EffectiveCheck)).not.toBe(checkKey(CHECK));
    },
  );

  it("names the question alone in testId", () => {
    expect(testId({ ...CHECK, intervalMs: 1, timeoutMs: 1 })).toBe(testId(CHECK));
    expect(testId({ ...CHECK, port: 81 })).not.toBe(testId(CHECK));
  });
});

describe("nextDueMs", () => {
  it("steps by exactly one interval along a grid, from at least half an interval away", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.integer({ min: 50, max: 100_000 }),
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        (key, interval, dueMs) => {
          const phase = phaseMs(key, interval);
          const first = nextDueMs(phase, interval, dueMs);
          expect(first - dueMs).toBeGreaterThanOrEqual(interval / 2 - 1e-6);
          expect(first - dueMs).toBeLessThan(interval * 1.5 + 1e-6);
          expect(nextDueMs(phase, interval, first)).toBe(first + interval);
        },
      ),
    );
  });

  it("spreads many checks evenly over their interval", () => {
    const slots = Array.from({ length: 10 }, () => 0);
    for (let host = 0; host < 10_000; host++) {
      const slot = Math.floor(phaseMs(checkKey({ ...CHECK, port: host }), 2000) / 200);
      slots[slot] = (slots[slot] ?? 0) + 1;
    }
    expect(Math.max(...slots)).toBeLessThan(1200);
    expect(Math.min(...slots)).toBeGreaterThan(800);
  });
});

describe("firstDelayMs", () => {
  it("begins all of many checks within 2 s, and a few at once", () => {
    const delays = Array.from({ length: 5000 }, (_, at) => firstDelayMs(`check ${at}`, 5000));
    expect(Math.max(...delays)).toBeLessThan(2000);
    expect(Math.max(...delays)).toBeGreaterThan(1500);
    expect(firstDelayMs("check", 3)).toBeLessThan(15);
  });
});
