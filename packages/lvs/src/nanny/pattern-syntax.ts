/** A regular expression, parsed. A `set` has a 1 for every byte it takes. */
export type Syntax =
  | { readonly kind: "set"; readonly bytes: Uint8Array }
  | { readonly kind: "start" | "end" }
  | { readonly kind: "sequence" | "choice"; readonly items: readonly Syntax[] }
  | { readonly kind: "repeat"; readonly item: Syntax; readonly least: number; readonly most: number };

/** A regular expression that cannot be used. The message says why, for the operator. */
export class PatternError extends Error {
  override readonly name = "PatternError";
}

/**
 * Parses a POSIX extended regular expression (regex(7)) over bytes, with what people are used to from elsewhere:
 * `\d \w \s \D \W \S \r \n \t \xHH`, `(?:…)`, lazy quantifiers (for a yes or no the same as greedy ones).
 * Back references, look-around and word boundaries are refused.
 *
 * @throws {PatternError} on everything else that is wrong with it.
 */
export function parsePattern(source: Uint8Array): Syntax {
  const text = latin1(source);
  let at = 0;
  let depth = 0;

  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at += found[0].length;
    return found ?? undefined;
  };

  const choice = (): Syntax => {
    if (++depth > MAX_DEPTH) throw new PatternError(`parentheses are nested more than ${MAX_DEPTH} deep`);
    const items = [sequence()];
    while (take(/\|/y)) items.push(sequence());
    depth--;
    return items.length === 1 && items[0] ? items[0] : { kind: "choice", items };
  };

  const sequence = (): Syntax => {
    const items: Syntax[] = [];
    while (at < text.length && text[at] !== "|" && text[at] !== ")") items.push(repeated(atom()));
    return { kind: "sequence", items };
  };

  const repeated = (item: Syntax): Syntax => {
    const found = take(/(?:([*+?])|\{(\d{1,5})(?:(,)(\d{0,5}))?\})\??/y);
    if (!found) return item;
    const [, sign, low = "0", comma, high = ""] = found;
    const [least, most] = sign
      ? [sign === "+" ? 1 : 0, sign === "?" ? 1 : Infinity]
      : [Number(low), comma ? (high === "" ? Infinity : Number(high)) : Number(low)];
    if (least > most) throw new PatternError(`${found[0]} counts backwards`);
    return repeated({ kind: "repeat", item, least, most });
  };

  const atom = (): Syntax => {
    if (take(/\((?:\?:)?(?!\?)/y)) {
      const inside = choice();
      if (!take(/\)/y)) throw new PatternError("a ( is not closed");
      return inside;
    }
    if (take(/\(\?/y)) throw new PatternError("(?…) other than (?:…) is not supported");
    if (take(/\[/y)) return bracket();
    if (take(/\./y)) return setOf(() => true);
    if (take(/\^/y)) return { kind: "start" };
    if (take(/\$/y)) return { kind: "end" };
    if (take(/\\/y)) return escape();
    const sign = take(/[*+?]|\{\d+(?:,\d*)?\}/y);
    if (sign) throw new PatternError(`nothing stands before ${sign[0]}`);
    return literal(text.charCodeAt(at++));
  };

  /** After a backslash. */
  const escape = (): Syntax & { kind: "set" } => {
    const [, hex, char] = take(/(?:x([0-9a-fA-F]{2})|([^]))/y) ?? [];
    if (hex !== undefined) return literal(parseInt(hex, 16));
    if (char === undefined) throw new PatternError("it ends with a backslash");
    const known = ESCAPES.get(char);
    if (known) return setOf(known);
    if (/[A-Za-z0-9<>`]/.test(char)) throw new PatternError(`\\${char} is not supported`);
    return literal(char.charCodeAt(0));
  };

  /** After a `[`. A backslash escapes in here too, unlike in regex(7): what people write and mean. */
  const bracket = (): Syntax => {
    const negated = take(/\^/y) !== undefined;
    const bytes = new Uint8Array(256);
    for (let first = true; first || !take(/\]/y); first = false) {
      const low = member();
      const range = low.single !== undefined && take(/-(?!\])/y);
      const high = range ? member() : low;
      if (low.single === undefined || !range) low.bytes.forEach((value, byte) => value && (bytes[byte] = 1));
      else if (high.single === undefined || high.single < low.single)
        throw new PatternError("a range in [ ] runs backwards");
      else bytes.fill(1, low.single, high.single + 1);
    }
    return setOf((byte) => (bytes[byte] === 1) !== negated);
  };

  const member = (): { readonly bytes: Uint8Array; readonly single: number | undefined } => {
    if (at >= text.length) throw new PatternError("a [ is not closed");
    const name = take(/\[:(\w+):\]/y)?.[1];
    if (name !== undefined) {
      const isMember = CLASSES.get(name);
      if (!isMember) throw new PatternError(`[:${name}:] is not a class of characters`);
      return { bytes: setOf(isMember).bytes, single: undefined };
    }
    if (take(/\[[.=]/y)) throw new PatternError("[. .] and [= =] are not supported");
    const { bytes } = take(/\\/y) ? escape() : literal(text.charCodeAt(at++));
    const single = bytes.indexOf(1);
    return { bytes, single: bytes.lastIndexOf(1) === single ? single : undefined };
  };

  const whole = choice();
  if (at < text.length) throw new PatternError("a ) closes nothing");
  return whole;
}

const MAX_DEPTH = 50;

type IsMember = (byte: number) => boolean;
const setOf = (isMember: IsMember) =>
  ({ kind: "set", bytes: Uint8Array.from({ length: 256 }, (_, byte) => Number(isMember(byte))) }) as const;

/** Shared: an expression is mostly literals. */
const LITERALS = Array.from({ length: 256 }, (_, literal) => setOf((byte) => byte === literal));
const literal = (byte: number) => LITERALS[byte] ?? setOf(() => false);

/** Character classes of regex(7) in the C locale. */
const charIn = (pattern: RegExp) => (byte: number) => byte < 0x80 && pattern.test(String.fromCharCode(byte));
const CLASSES: ReadonlyMap<string, IsMember> = new Map(
  Object.entries({
    alpha: charIn(/[A-Za-z]/),
    digit: charIn(/[0-9]/),
    alnum: charIn(/[A-Za-z0-9]/),
    upper: charIn(/[A-Z]/),
    lower: charIn(/[a-z]/),
    space: charIn(/[ \t\n\v\f\r]/),
    blank: charIn(/[ \t]/),
    punct: charIn(/[!-/:-@[-`{-~]/),
    print: charIn(/[ -~]/),
    graph: charIn(/[!-~]/),
    cntrl: (byte) => byte < 0x20 || byte === 0x7f,
    xdigit: charIn(/[0-9A-Fa-f]/),
  }),
);

const word = charIn(/\w/);
const digit = charIn(/\d/);
const space = charIn(/[ \t\n\v\f\r]/);
const ESCAPES: ReadonlyMap<string, IsMember> = new Map(
  Object.entries({
    d: digit,
    D: (byte) => !digit(byte),
    w: word,
    W: (byte) => !word(byte),
    s: space,
    S: (byte) => !space(byte),
    r: (byte) => byte === 0x0d,
    n: (byte) => byte === 0x0a,
    t: (byte) => byte === 0x09,
  }),
);

const latin1 = (bytes: Uint8Array) => Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
