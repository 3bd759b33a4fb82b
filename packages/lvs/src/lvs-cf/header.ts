import { closingQuote, skipBlanks, wordEnd } from "./lex.ts";

/** What stands behind `virtual`, `failover`, `server` or `check`. */
export type Header = {
  /** Empty when it is missing. */
  readonly name: string;
  readonly column: number;
  /** Where to go on reading: behind the `{`, or undefined when there is none on the line. */
  readonly next: number | undefined;
  readonly fault: "glued" | "unquoted" | "unclosedQuote" | undefined;
};

/** Reads a block's name and its `{`, with or without the blank between them, from position `at` on. */
export function readHeader(line: string, at: number): Header {
  const start = skipBlanks(line, at);
  const quote = line[start];
  if (quote === '"' || quote === "'") {
    const close = closingQuote(line, start);
    if (close !== -1) {
      const brace = skipBlanks(line, close + 1);
      const next = line[brace] === "{" ? brace + 1 : undefined;
      const fault = next !== undefined && brace === close + 1 ? "glued" : undefined;
      return { name: line.slice(start + 1, close), column: start + 1, next, fault };
    }
  }
  const words = hashName(line, start) ?? wordsToBrace(line, start);
  const name = line.slice(start, words.end).trimEnd();
  const next = words.brace === undefined ? undefined : words.brace + 1;
  const unclosed = quote === '"' || quote === "'";
  const fault = unclosed ? "unclosedQuote" : /[ \t]/.test(name) ? "unquoted" : words.glued ? "glued" : undefined;
  return { name: unclosed ? name.slice(1) : name, column: start + 1, next, fault };
}

/** `virtual #1 {` and no more has a name for the original, where everywhere else a comment would start. */
function hashName(line: string, start: number) {
  const brace = skipBlanks(line, wordEnd(line, start));
  const whole = line[start] === "#" && line[brace] === "{" && skipBlanks(line, brace + 1) === line.length;
  return whole ? { end: brace, brace, glued: false } : undefined;
}

/** A `{` that stands alone opens the block, wherever another is part of the name; else the first one does. */
function wordsToBrace(line: string, start: number) {
  let glued: number | undefined;
  let at = start;
  while (at < line.length && line[at] !== "#") {
    if (line[at] === "{" && (at > start || glued === undefined)) {
      const alone = wordEnd(line, at) === at + 1;
      if (alone) return { end: at, brace: at, glued: false };
    }
    const end = wordEnd(line, at);
    const brace = line.slice(at, end).indexOf("{");
    if (brace !== -1) glued ??= at + brace;
    at = skipBlanks(line, end);
  }
  return glued === undefined ? { end: at, brace: undefined, glued: false } : { end: glued, brace: glued, glued: true };
}
