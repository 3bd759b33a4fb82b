import type { Source } from "./codec.ts";

/**
 * A whole number as C's strtol reads it with base 0; undefined when it is none. Says so where a leading 0 makes it octal,
 * which few people mean, and reads the empty text as 0, as the original does.
 */
export function parseInteger(word: string, source: Pick<Source, "warn" | "error">): number | undefined {
  if (/^(0|[1-9]\d*)$/.test(word)) return Number(word);
  const parts = /^[ \t]*([-+]?)(0[xX][0-9a-fA-F]+|\d+)$/.exec(word);
  if (!parts) {
    if (word !== "") return undefined;
    source.warn("An empty value counts as 0; write 0.");
    return 0;
  }
  const [, sign = "", digits = ""] = parts;
  const signed = (value: number) => (sign === "-" && value !== 0 ? -value : value);
  if (/^0[xX]/.test(digits) || !digits.startsWith("0")) return signed(Number(digits));
  const decimal = digits.replace(/^0+(?=\d)/, "");
  if (/[89]/.test(digits)) {
    source.error(`A leading 0 makes the number octal; write ${sign}${decimal}.`);
    return signed(Number(decimal));
  }
  const value = Number.parseInt(digits, 8);
  if (value !== Number(decimal))
    source.warn(`A leading 0 makes the number octal: read as ${sign}${String(value)}; write that.`);
  return signed(value);
}

/** A number with a decimal point; undefined when it is anything else. */
export const parseDecimal = (word: string): number | undefined =>
  /^(\d+\.\d*|\.\d+)$/.test(word) ? Number(word) : undefined;
