import { closingQuote, originalQuote } from "./lex.ts";

/** Where the part of a line that is not a comment ends, trailing blanks left out. */
export function commentStart(line: string, start: number): number {
  const comment = line.slice(start).search(/[ \t]#/);
  return start + (comment === -1 ? line.slice(start) : line.slice(start, start + comment)).trimEnd().length;
}

/**
 * A `}` that stands behind a value and is no part of it; -1 when there is none.
 *
 * @param free any character may be part of the value, so that only a `}` behind a blank is none.
 */
export function closingBrace(value: string, free: boolean): number {
  if (!value.includes("}") || value.startsWith("{")) return -1;
  const quoted = value.startsWith('"') || value.startsWith("'");
  const from = quoted ? closingQuote(value, 0) + 1 : 0;
  if (quoted && (from === 0 || originalQuote(value, 0) !== -1)) return -1;
  if (quoted && /^[ \t]*}[ \t]*(#.*)?$/.exec(value.slice(from)) === null) return -1;
  const brace = commentStart(value, 0) - 1;
  if (value[brace] !== "}") return -1;
  const apart = quoted || /[ \t]/.test(value.charAt(brace - 1));
  return apart || !free ? brace : -1;
}
