import { describe, expect, it } from "vitest";
import { type RequestRecord, summarise } from "../src/requests.ts";

const answer = (atMs: number, ms: number, who = "number1"): RequestRecord => ({ atMs, ms, ok: true, who });
const failure = (atMs: number, ms: number, err: string): RequestRecord => ({ atMs, ms, ok: false, err });

describe("summarise", () => {
  it("counts answers by server and failures by reason", () => {
    const records = [answer(0, 1), answer(10, 1, "number2"), failure(20, 5, "timeout"), answer(30, 1)];
    expect(summarise(records, 0, 40)).toMatchObject({
      requests: 4,
      answers: 3,
      failures: 1,
      byServer: { number1: 2, number2: 1 },
      byError: { timeout: 1 },
    });
  });

  it("measures the longest gap between the arrivals of answers, not between requests", () => {
    const records = [answer(0, 1), answer(10, 300), failure(20, 5, "ECONNREFUSED"), answer(100, 1)];
    expect(summarise(records, 0, 320)).toMatchObject({ longestGapMs: 209, longestGapAtMs: 101 });
  });

  it("counts a silence that lasts from the start or until the end", () => {
    expect(summarise([answer(90, 10)], 0, 120)).toMatchObject({ longestGapMs: 100, longestGapAtMs: 0 });
    expect(summarise([answer(0, 10)], 0, 120)).toMatchObject({ longestGapMs: 110, longestGapAtMs: 10 });
    expect(summarise([], 5, 25)).toMatchObject({ longestGapMs: 20, answers: 0 });
  });
});
