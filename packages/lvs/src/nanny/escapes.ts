import { remembered } from "./remembered.ts";

/**
 * The bytes that a send or expect text of lvs.cf stands for: `\\ \r \n \t \' \"` and `\xHH`, everything else as UTF-8.
 * Any other backslash is a backslash, so `\.` stays two bytes. Accepts every string. Not to be written to: it is shared.
 */
export const escapedBytes = remembered((text) => unescaped(text, /\\(?:([\\rnt'"])|x([0-9a-fA-F]{2}))|[^\\]+|\\/g));

/** The same for a regular expression: `\xHH` is left to the expression, where it can't turn into syntax. */
export const patternBytes = (text: string): Uint8Array => unescaped(text, /\\([\\rnt'"])()|[^\\]+|\\/g);

/**
 * Shows the first `limit` bytes as an escape text of one line, printable ASCII only. `escapedBytes` turns it back into the
 * same bytes, so what a server said can be pasted into `expect`.
 */
export const printable = (bytes: Uint8Array, limit = 64): string =>
  Array.from(bytes.subarray(0, limit), shown).join("");

const SHOWN = new Map([
  [0x5c, "\\\\"],
  [0x0d, "\\r"],
  [0x0a, "\\n"],
  [0x09, "\\t"],
]);

const shown = (byte: number) =>
  SHOWN.get(byte) ??
  (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`);

const LETTERS = new Map([
  ["r", 0x0d],
  ["n", 0x0a],
  ["t", 0x09],
]);

function unescaped(text: string, pieces: RegExp): Uint8Array {
  const bytes: number[] = [];
  for (const [piece, letter, hex] of text.matchAll(pieces)) {
    if (letter) bytes.push(LETTERS.get(letter) ?? letter.charCodeAt(0));
    else if (hex) bytes.push(parseInt(hex, 16));
    else for (const char of piece) bytes.push(...utf8(char.codePointAt(0) ?? 0));
  }
  return Uint8Array.from(bytes);
}

/** This package has no TextEncoder. Half a surrogate pair becomes U+FFFD, as there. */
function utf8(code: number): readonly number[] {
  if (code < 0x80) return [code];
  if (code < 0x800) return [0xc0 | (code >> 6), tail(code)];
  if (code >= 0xd800 && code < 0xe000) return [0xef, 0xbf, 0xbd];
  if (code < 0x10000) return [0xe0 | (code >> 12), tail(code >> 6), tail(code)];
  return [0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code)];
}

const tail = (code: number) => 0x80 | (code & 0x3f);
