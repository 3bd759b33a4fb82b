/**
 * The dotted quad that C's inet_aton makes of a word: one to four numbers, decimal, octal or hexadecimal, the last of which
 * fills the bytes that are left. Undefined when it is no such thing.
 */
export function dottedQuad(word: string): string | undefined {
  if (word.length > 60) return undefined;
  const parts = word.split(".");
  if (parts.length > 4) return undefined;
  const numbers = parts.map((part) => (PART.test(part) ? Number(octal(part)) : Number.NaN));
  const last = numbers.pop() ?? Number.NaN;
  if (!numbers.every((value) => value <= 255)) return undefined;
  const room = 4 - numbers.length;
  if (!(last < 256 ** room)) return undefined;
  const rest = Array.from({ length: room }, (_, at) => Math.floor(last / 256 ** (room - 1 - at)) % 256);
  return [...numbers, ...rest].join(".");
}

const PART = /^(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9]\d*)$/;

/** JavaScript writes 0o17 where C writes 017. */
const octal = (part: string) => (/^0[0-7]+$/.test(part) ? `0o${part.slice(1)}` : part);
