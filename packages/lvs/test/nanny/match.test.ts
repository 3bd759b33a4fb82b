import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expectation, SEARCHED_BYTES, type Matcher } from "../../src/nanny/match.ts";

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));

function start(text: string | undefined, useRegex = false): Matcher {
  const expected = expectation(text, useRegex);
  if (!expected.ok) throw new Error(expected.error);
  return expected.start();
}
const equals = (text: string, useRegex: boolean, output: string) => {
  const expected = expectation(text, useRegex);
  return expected.ok && expected.equals(bytes(output));
};

describe("expectation", () => {
  // prettier-ignore
  it.each([
    ["HTTP",              false, "HTTP/1.1 200", "match"],
    ["HTTP",              false, "HT",           "pending"],
    ["HTTP",              false, "HX",           "mismatch"],
    ["HTTP",              false, " HTTP",        "mismatch"],
    ["2*0 ",              false, "250 ok",       "match"],
    ["2**",               false, "25",           "pending"],
    [String.raw`\x2a*`,   false, "*x",           "match"],
    [String.raw`\x2a*`,   false, "xx",           "mismatch"],
    [String.raw`\r\n`,    false, "\r\n",         "match"],
    ["ready",             true,  "220 ready",    "match"],
    ["ready",             true,  "220 rea",      "pending"],
    ["^220",              true,  "5",            "mismatch"],
    [String.raw`^220.*\r\n$`, true, "220 x\r\n", "pending"],
    [String.raw`a\\.b`,   true,  "a.b",          "match"],
  ])("for %j (regex %j) an answer %j is a %s", (text, useRegex, answer, state) => {
    expect(start(text, useRegex).push(bytes(answer))).toBe(state);
  });

  it.each([undefined, ""])("without a text (%j) nothing has to be answered", (text) => {
    expect(start(text).state()).toBe("match");
    expect(start(text, true).state()).toBe("match");
  });

  it("says what is wrong with an expression", () => {
    expect(expectation("(", true)).toEqual({ ok: false, error: "the regular expression is wrong: a ( is not closed" });
  });

  it("finds the same however the answer was cut into pieces", () => {
    const text = fc.oneof(
      fc.record({
        expect: fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 5 }),
        useRegex: fc.constant(false),
      }),
      fc.record({ expect: fc.constantFrom("ab", "^a+b", "b$", "(a|b)*aab", "a{3}", "x"), useRegex: fc.constant(true) }),
    );
    const answer = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 }));
    fc.assert(
      fc.property(text, answer, ({ expect: wanted, useRegex }, pieces) => {
        const [cut, whole] = [start(wanted, useRegex), start(wanted, useRegex)];
        for (const piece of pieces) cut.push(bytes(piece));
        expect(whole.push(bytes(pieces.join("")))).toBe(cut.state());
        expect(whole.end()).toBe(cut.end());
      }),
    );
  });

  it("never changes its mind and never throws, whatever bytes come", () => {
    fc.assert(
      fc.property(fc.string(), fc.boolean(), fc.array(fc.uint8Array()), (wanted, useRegex, pieces) => {
        const expected = expectation(wanted, useRegex);
        if (!expected.ok) return;
        const matcher = expected.start();
        let before = matcher.state();
        for (const piece of pieces) {
          const now = matcher.push(piece);
          if (before !== "pending") expect(now).toBe(before);
          before = now;
        }
        const last = matcher.end();
        expect(last).not.toBe("pending");
        if (before !== "pending") expect(last).toBe(before);
      }),
    );
  });

  it("searches the first 64 KiB of an answer and no further", () => {
    const matcher = start("needle", true);
    expect(matcher.push(new Uint8Array(SEARCHED_BYTES - 1))).toBe("pending");
    expect(matcher.push(bytes("n"))).toBe("mismatch");
    expect(matcher.push(bytes("eedle"))).toBe("mismatch");
  });

  it("takes the end of the answer for the end that $ means", () => {
    const matcher = start("ready$", true);
    expect(matcher.push(bytes("ready"))).toBe("pending");
    expect(matcher.end()).toBe("match");
  });

  it("wants all of a program's output, or a match in it", () => {
    expect(equals("OK", false, "OK")).toBe(true);
    expect(equals("OK", false, "OK!")).toBe(false);
    expect(equals("OK", false, "O")).toBe(false);
    expect(equals("O*", false, "OK")).toBe(true);
    expect(equals("up$", true, "server up")).toBe(true);
    expect(equals("^up", true, "server up")).toBe(false);
    expect(equals("", false, "anything")).toBe(true);
  });
});
