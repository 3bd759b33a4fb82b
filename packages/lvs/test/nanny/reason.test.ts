import { describe, expect, it } from "vitest";
import type { Failure, HostAnswer } from "../../src/nanny/outcome.ts";
import { outcomeWords, reason } from "../../src/nanny/reason.ts";

const seen = (text: string, bytes = text.length) => ({ bytes, seen: text });
const timeout = (during: "connect" | "send" | "receive" | "program", answer = seen("")): Failure => ({
  phase: "timeout",
  ms: 2001,
  timeoutMs: 2000,
  during,
  ...answer,
});
const refused: Failure = { phase: "connect", ms: 0.3, errno: "ECONNREFUSED" };

describe("reason", () => {
  // prettier-ignore
  it.each<[Failure, HostAnswer, string]>([
    [refused,                                          undefined, "connect refused"],
    [refused,                                          "answers", "connect refused: host there, service refused"],
    [refused,                                          "silent",  "connect refused"],
    [{ phase: "connect", ms: 1, errno: "EHOSTUNREACH" }, "silent", "no way to the host (EHOSTUNREACH): host silent"],
    [{ phase: "connect", ms: 1, errno: "EINVAL" },     undefined, "connect failed (EINVAL)"],
    [timeout("connect"),                               undefined, "no connection within 2 s"],
    [timeout("connect"),                               "silent",  "no connection within 2 s: host silent"],
    [timeout("connect"),                               "answers", "no connection within 2 s: host there, service silent"],
    [timeout("receive"),                               undefined, "no answer within 2 s (connected, 0 bytes)"],
    [timeout("receive", seen("HT")),                   undefined, 'no complete answer within 2 s (2 bytes: "HT")'],
    [timeout("send"),                                  undefined, "nothing could be sent within 2 s"],
    [timeout("program"),                               "answers", "program did not end within 2 s and was killed: host there"],
    [{ ...timeout("receive"), timeoutMs: 250 } as Failure, undefined, "no answer within 0.25 s (connected, 0 bytes)"],
    [{ phase: "send", ms: 1, errno: "EPIPE" },         undefined, "sending failed (EPIPE)"],
    [{ phase: "receive", ms: 1, ...seen("") },         undefined, "connection closed after 0 bytes"],
    [{ phase: "receive", ms: 1, errno: "ECONNRESET", ...seen("a") }, "answers", 'connection broken (ECONNRESET) after 1 byte: "a"'],
    [{ phase: "match", ms: 1, ...seen("500", 900) },   undefined, 'wrong answer: "500"…'],
    [{ phase: "match", ms: 1, ...seen("") },           undefined, "wrong answer: nothing"],
    [{ phase: "program", ms: 1, exit: 2, said: "no such table" }, undefined, "program exit 2: no such table"],
    [{ phase: "program", ms: 1, exit: "SIGSEGV", said: "" }, undefined, "program killed by SIGSEGV"],
  ])("%j, ping %s: %s", (failure, host, words) => {
    expect(reason(failure, host)).toBe(words);
  });
});

describe("outcomeWords", () => {
  it.each([
    [{ kind: "pass", ms: 3.14 } as const, "passed in 3.1 ms"],
    [{ kind: "fail", failure: refused } as const, "failed after 0.3 ms: connect refused"],
    [{ kind: "fault", problem: "no program is named" } as const, "not checked: no program is named"],
    [{ kind: "aborted" } as const, "not checked: stopped"],
  ])("%j: %s", (outcome, words) => {
    expect(outcomeWords(outcome)).toBe(words);
  });
});
