import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Failure, Outcome } from "../../src/nanny/outcome.ts";
import {
  restoreVerdict,
  saveVerdict,
  serverVerdict,
  verdict,
  verdictSchema,
  type Verdict,
  type VerdictKind,
  type VerdictSettings,
} from "../../src/nanny/verdict.ts";

const REFUSED: Failure = { phase: "connect", ms: 1, errno: "ECONNREFUSED" };
const OUTCOMES = {
  ".": { kind: "pass", ms: 1 },
  x: { kind: "fail", failure: REFUSED },
  "?": { kind: "fault", problem: "no file descriptors" },
  "-": { kind: "aborted" },
} satisfies { readonly [sign: string]: Outcome };
type Sign = keyof typeof OUTCOMES;
const isSign = (sign: string): sign is Sign => sign in OUTCOMES;

/** Feeds one result a second, and shows the verdict after each: ? unknown, U up, d down. */
function run(signs: string, settings: VerdictSettings, from: Verdict = { kind: "unknown", sinceMs: 0 }) {
  let state = from;
  let shown = "";
  for (const [second, sign] of Array.from(signs).filter(isSign).entries()) {
    const atMs = second * 1000;
    const step = verdict(state, { kind: "result", askedAtMs: atMs, atMs: atMs + 5, outcome: OUTCOMES[sign] }, settings);
    expect(step.change).toEqual(step.state.kind === state.kind ? undefined : { from: state.kind, to: step.state.kind });
    state = step.state;
    shown += { unknown: "?", up: "U", down: "d" }[state.kind];
  }
  return { shown, state };
}

describe("verdict", () => {
  // prettier-ignore
  it.each<[string, number, number, number, string, string]>([
    // results        fall rise reentry  verdicts
    [".",               3,   2,  5000,   "U",              "the first success makes an unknown server up, whatever rise and reentry are"],
    ["x",               3,   1,     0,   "d",              "the first failure makes an unknown server down, whatever fall is"],
    [".xx.xxx",         3,   1,     0,   "UUUUUUd",        "only failures in a row count towards fall"],
    [".x",              1,   1,     0,   "Ud",             "with fall 1 one failure is enough"],
    ["x..x...",         1,   3,     0,   "ddddddU",        "only successes in a row count towards rise"],
    ["x.....",          1,   1,  3000,   "ddddUU",         "reentry counts from the first success"],
    ["x..x....",        1,   1,  3000,   "dddddddU",       "a failure begins reentry anew"],
    ["x....",           1,   4,  1000,   "ddddU",          "rise must hold when reentry holds already"],
    ["x.",              1,   1,     0,   "dU",             "without reentry the first success brings it back"],
    ["?-.?-x",          1,   1,     0,   "??UUUd",         "faults of our own and aborted checks change nothing"],
    [".x?x?x",          3,   1,     0,   "UUUUUd",         "and do not interrupt a row"],
    ["x.?.",            1,   2,     0,   "dddU",           "in either direction"],
  ])("after %s with fall %i, rise %i, reentry %i ms: %s (%s)", (signs, fall, rise, reentryMs, shown) => {
    expect(run(signs, { fall, rise, reentryMs }).shown).toBe(shown);
  });

  it("says why and after how many checks a server went down", () => {
    const { state } = run(".xxx", { fall: 3, rise: 1, reentryMs: 0 });
    expect(state).toEqual({ kind: "down", sinceMs: 3005, why: REFUSED, checks: 3, rising: undefined });
  });

  it("keeps the newest reason while a server stays down", () => {
    const { state } = run("x", { fall: 1, rise: 1, reentryMs: 0 });
    const wrong: Failure = { phase: "match", ms: 2, bytes: 1, seen: "?" };
    const outcome: Outcome = { kind: "fail", failure: wrong };
    const next = verdict(state, { kind: "result", askedAtMs: 9, atMs: 9, outcome }, { fall: 1, rise: 1, reentryMs: 0 });
    expect(next).toEqual({ state: { ...state, why: wrong } });
  });

  it("lets every failed server come back: enough successes make anything up", () => {
    const signs = fc.string({ unit: fc.constantFrom(".", "x", "?"), maxLength: 20 });
    const settings = fc.record({
      fall: fc.integer({ min: 1, max: 5 }),
      rise: fc.integer({ min: 1, max: 5 }),
      reentryMs: fc.integer({ min: 0, max: 5000 }),
    });
    fc.assert(
      fc.property(signs, settings, (before, given) => {
        const enough = ".".repeat(Math.max(given.rise, Math.ceil(given.reentryMs / 1000) + 1));
        expect(run(before + enough, given).shown.at(-1)).toBe("U");
        expect(run(before + "x".repeat(given.fall), given).shown.at(-1)).toBe("d");
      }),
    );
  });
});

describe("serverVerdict", () => {
  // prettier-ignore
  it.each<[VerdictKind[], VerdictKind | undefined, VerdictKind]>([
    [["up", "up"],        undefined, "up"],
    [["up", "down"],      "up",      "down"],
    [["unknown", "down"], "up",      "down"],
    [["up", "unknown"],   undefined, "unknown"],
    [["up", "unknown"],   "up",      "up"],
    [["up", "unknown"],   "down",    "down"],
    [[],                  undefined, "unknown"],
  ])("checks that are %j make a server that was %s %s", (checks, before, after) => {
    expect(serverVerdict(checks, before)).toBe(after);
  });
});

describe("a saved verdict", () => {
  const settings = { fall: 3, rise: 5, reentryMs: 60_000 };

  it.each(["", ".", ".xx", ".xxx", "x..."])("after %j comes back as it was", (signs) => {
    const { state } = run(signs, settings);
    const onDisk: unknown = JSON.parse(JSON.stringify(saveVerdict(state, 10_000)));
    expect(restoreVerdict(verdictSchema.parse(onDisk), 10_000, 0)).toEqual(state);
  });

  it("is older by the time nobody watched, but gets no reentry for it", () => {
    const { state } = run("x...", settings);
    const back = restoreVerdict(saveVerdict(state, 10_000), 500, 3_000);
    expect(back).toMatchObject({ kind: "down", sinceMs: state.sinceMs - 12_500 });
    expect(back).toMatchObject({ rising: { count: 3, firstAtMs: 1000 - 9_500 } });
  });

  it("is never from the future, when the wall clock was set back meanwhile", () => {
    expect(restoreVerdict({ kind: "up", ageMs: 0 }, 500, -9_000)).toMatchObject({ sinceMs: 500 });
  });

  it("that was tampered with is refused", () => {
    expect(verdictSchema.safeParse({ kind: "down", ageMs: 1 }).success).toBe(false);
    expect(verdictSchema.safeParse({ kind: "up", ageMs: -1 }).success).toBe(false);
  });
});
