import { escapedBytes, patternBytes } from "./escapes.ts";
import { compilePattern, startSearch, type Pattern } from "./pattern.ts";
import { PatternError } from "./pattern-syntax.ts";
import { remembered } from "./remembered.ts";

/** `pending`: more of the answer is needed. The other two are final. */
export type MatchState = "pending" | "match" | "mismatch";

/** Compares one answer, as it arrives, with what is expected. Memory does not grow with the answer. */
export type Matcher = {
  readonly state: () => MatchState;
  /** Takes the next piece of the answer, however it was cut. */
  push(piece: Uint8Array): MatchState;
  /** Says that no more will come: what is pending becomes `match` (an expression with `$`) or `mismatch`. */
  end(): MatchState;
};

/** What an `expect` text means, ready for any number of answers, or the reason why it means nothing. */
export type Expectation =
  | { readonly ok: true; readonly start: () => Matcher; readonly equals: (text: Uint8Array) => boolean }
  | { readonly ok: false; readonly error: string };

/** No more than this of an answer is searched with a regular expression. */
export const SEARCHED_BYTES = 65_536;

/**
 * Reads the `expect` text of a check. Plain text is the *start* of the answer, and `*` in it is any one byte (write `\x2a`
 * for a star); with `useRegex` it is an expression searched for anywhere in the first 64 KiB. No text, or an empty one,
 * matches before anything has arrived.
 *
 * `equals` is for programs: there plain text is *all* of the output.
 */
export function expectation(expect: string | undefined, useRegex: boolean): Expectation {
  if (expect === undefined || expect === "") return { ok: true, start: alwaysMatch, equals: () => true };
  return useRegex ? regexExpectation(expect) : plainExpectation(expect);
}

const plainExpectation = remembered((expect): Expectation => {
  const wanted = bytesOrAny(expect);
  const equals = (text: Uint8Array) => text.length === wanted.length && matchPrefix(wanted).push(text) === "match";
  return { ok: true, start: () => matchPrefix(wanted), equals };
});

const regexExpectation = remembered((expect): Expectation => {
  try {
    const pattern = compilePattern(patternBytes(expect));
    const equals = (text: Uint8Array) => {
      const matcher = matchPattern(pattern);
      return matcher.push(text) === "match" || matcher.end() === "match";
    };
    return { ok: true, start: () => matchPattern(pattern), equals };
  } catch (error) {
    if (error instanceof PatternError) return { ok: false, error: `the regular expression is wrong: ${error.message}` };
    throw error;
  }
});

const alwaysMatch = (): Matcher => ({ state: () => "match", push: () => "match", end: () => "match" });

const ANY = -1;
const bytesOrAny = (expect: string): readonly number[] =>
  expect.split("*").flatMap((part, index) => [...(index > 0 ? [ANY] : []), ...escapedBytes(part)]);

function matchPrefix(wanted: readonly number[]): Matcher {
  let matched = 0;
  let state: MatchState = "pending";
  const push = (piece: Uint8Array) => {
    for (let at = 0; at < piece.length && state === "pending"; at++) {
      if (wanted[matched] !== ANY && wanted[matched] !== piece[at]) state = "mismatch";
      else if (++matched === wanted.length) state = "match";
    }
    return state;
  };
  const end = () => (state = state === "pending" ? "mismatch" : state);
  return { state: () => state, push, end };
}

function matchPattern(pattern: Pattern): Matcher {
  const search = startSearch(pattern);
  let left = SEARCHED_BYTES;
  const state = (): MatchState => {
    const result = search.result();
    if (result === "found") return "match";
    return result === "searching" && left > 0 ? "pending" : "mismatch";
  };
  const push = (piece: Uint8Array) => {
    for (const byte of piece.subarray(0, left)) search.push(byte);
    left -= Math.min(left, piece.length);
    return state();
  };
  const end = () => {
    if (state() === "pending") search.end();
    return state();
  };
  return { state, push, end };
}
