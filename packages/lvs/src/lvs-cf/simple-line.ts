import { BLOCK_LEVELS, type BlockLevel, type Statement } from "./block.ts";
import { skipBlanks } from "./lex.ts";

/*
 * Nearly all lines of nearly all files have one of three shapes. Knowing them at once, from `start` to `end` of the whole
 * text, makes a large file quick to read; everything else goes the long way, with the same result.
 */

/** `key = word`, with nothing to look at twice: no quotes, braces, comments or odd characters. */
export function simpleStatement(text: string, start: number, end: number, line: number): Statement | undefined {
  const first = skipBlanks(text, start);
  let at = first;
  while (at < end && isKeyCharacter(text.charCodeAt(at))) at++;
  const valueStart = at + 3;
  if (at === first || valueStart >= end || !text.startsWith(" = ", at) || !isPlain(text, valueStart, end))
    return undefined;
  const column = first - start + 1;
  const valueColumn = valueStart - start + 1;
  return { key: text.slice(first, at), line, column, valueColumn, value: text.slice(valueStart, end), form: "plain" };
}

/** `virtual NAME {`. */
export function simpleHeader(
  text: string,
  start: number,
  end: number,
): { level: BlockLevel; name: string; column: number; nameColumn: number } | undefined {
  if (end < start + 2 || text.charCodeAt(end - 1) !== OPEN || text.charCodeAt(end - 2) !== BLANK) return undefined;
  const first = skipBlanks(text, start);
  const level = BLOCK_LEVELS.find((word) => text.startsWith(word, first));
  if (level === undefined) return undefined;
  const name = first + level.length + 1;
  if (text.charCodeAt(name - 1) !== BLANK || name >= end - 2 || !isPlain(text, name, end - 2)) return undefined;
  return { level, name: text.slice(name, end - 2), column: first - start + 1, nameColumn: name - start + 1 };
}

/** `}` and nothing else: its column, or 0. */
export function simpleClose(text: string, start: number, end: number): number {
  return end > start && text.charCodeAt(end - 1) === CLOSE && skipBlanks(text, start) === end - 1 ? end - start : 0;
}

const isKeyCharacter = (code: number) => (code >= 97 && code <= 122) || code === 95;

/** Visible ASCII without quotes, braces and `#`. */
function isPlain(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code <= BLANK || code > 126 || code === 34 || code === 35 || code === 39 || code === OPEN || code === CLOSE)
      return false;
  }
  return true;
}

const BLANK = 32;
const OPEN = 123;
const CLOSE = 125;
