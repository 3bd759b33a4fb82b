import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePattern, startSearch } from "../../src/nanny/pattern.ts";
import { PatternError } from "../../src/nanny/pattern-syntax.ts";

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, "latin1"));

function found(pattern: string, text: string): boolean {
  const search = startSearch(compilePattern(bytes(pattern)));
  for (const byte of bytes(text)) search.push(byte);
  search.end();
  return search.result() === "found";
}

describe("compilePattern", () => {
  // prettier-ignore
  it.each([
    ["^HTTP/1\\.[01] (200|30[12])", "HTTP/1.1 301 Moved", true],
    ["^HTTP/1\\.[01] (200|30[12])", "HTTP/1.1 500 Oops",  false],
    ["[[:digit:]]{3}",              "ab123",              true],
    ["^[^[:space:]]+$",             "no-blank",           true],
    ["^[^[:space:]]+$",             "a blank",            false],
    ["[]a]",                        "]",                  true],
    ["[^]a]",                       "]a",                 false],
    ["[a-]",                        "-",                  true],
    ["[\\d.]+$",                    "v1.2",               true],
    ["a.c",                         "a\nc",               true],
    ["\\x28\\(",                    "((",                 true],
    ["a{2,}",                       "aba",                false],
    ["a{,2}b",                      "a{,2}b",             true],
    ["x*",                          "",                   true],
    ["(^|,)ok(,|$)",                "no,ok",              true],
    ["a$",                          "ab",                 false],
    ["$^",                          "",                   true],
    ["a*?b+?",                      "xb",                 true],
    ["caf\xc3\xa9",                 "caf\xc3\xa9",        true],
  ])("searches for %j in %j: %j", (pattern, text, expected) => {
    expect(found(pattern, text)).toBe(expected);
  });

  it.each([
    ["(", "a ( is not closed"],
    ["a)", "a ) closes nothing"],
    ["[a", "a [ is not closed"],
    ["[z-a]", "a range in [ ] runs backwards"],
    ["[[:constructor:]]", "[:constructor:] is not a class of characters"],
    ["*a", "nothing stands before *"],
    ["a|{2}", "nothing stands before {2}"],
    ["a{3,2}", "{3,2} counts backwards"],
    ["a\\", "it ends with a backslash"],
    ["(a)\\1", "\\1 is not supported"],
    ["\\bword", "\\b is not supported"],
    ["(?=a)", "(?…) other than (?:…) is not supported"],
    ["((a{50}){50}){50}", "it is too large; use smaller repeats"],
    ["((){900}){900}{900}", "it is too large; use smaller repeats"],
    ["(".repeat(51), "parentheses are nested more than 50 deep"],
  ])("refuses %j and says why", (pattern, why) => {
    expect(() => compilePattern(bytes(pattern))).toThrow(new PatternError(why));
  });

  it("compiles or refuses any bytes, quickly", () => {
    const symbols = fc.constantFrom(...Array.from("ab()[]{}|*+?^$.\\-:,09d="));
    const source = fc.oneof(fc.string({ unit: symbols, maxLength: 40 }), fc.string({ unit: "binary", maxLength: 40 }));
    fc.assert(
      fc.property(source, (pattern) => {
        try {
          compilePattern(bytes(pattern));
        } catch (error) {
          expect(error).toBeInstanceOf(PatternError);
        }
      }),
    );
  });

  it("finds what JavaScript's own expressions find", () => {
    fc.assert(
      fc.property(
        patternOf(3),
        fc.string({ unit: fc.constantFrom("a", "b", "c", "\n"), maxLength: 8 }),
        (source, text) => {
          expect(found(source, text)).toBe(new RegExp(source, "s").test(text));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

/** Expressions that mean the same here and in JavaScript. */
function patternOf(depth: number): fc.Arbitrary<string> {
  const bytes = fc.constantFrom("a", "b", "c", "[ab]", "[^a]", "\\w", "\\x61", "()");
  const atom =
    depth === 0
      ? bytes
      : fc.oneof(
          bytes,
          bytes,
          patternOf(depth - 1).map((inner) => `(?:${inner})`),
        );
  const repeated = fc.tuple(atom, fc.constantFrom("", "", "", "*", "+", "?", "{2}", "{1,3}", "{2,}", "*?"));
  const piece = fc.oneof(
    { weight: 6, arbitrary: repeated.map((parts) => parts.join("")) },
    { weight: 1, arbitrary: fc.constantFrom("^", "$") },
  );
  const sequence = fc.array(piece, { maxLength: 3 }).map((pieces) => pieces.join(""));
  return fc.array(sequence, { minLength: 1, maxLength: 2 }).map((choices) => choices.join("|"));
}

describe("startSearch", () => {
  const after = (pattern: string, text: string, budget?: number) => {
    const search = startSearch(compilePattern(bytes(pattern)), budget);
    for (const byte of bytes(text)) search.push(byte);
    return search.result();
  };

  it("knows at the first wrong byte that an anchored expression cannot match", () => {
    expect(after("^220 ", "2")).toBe("searching");
    expect(after("^220 ", "25")).toBe("hopeless");
  });

  it("knows a match at its last byte", () => {
    expect(after("ready", "220 ready")).toBe("found");
  });

  it("takes time in proportion to the text where backtracking would take for ever", () => {
    expect(after("(a|aa|a*)*(a*)*b", "a".repeat(20_000))).toBe("searching");
  });

  it("gives up when an expression costs more than its budget", () => {
    expect(after("(a?){500}a{500}b", "a".repeat(65_536))).toBe("tooCostly");
    expect(after("a", "bbb", 0)).toBe("tooCostly");
  });
});
