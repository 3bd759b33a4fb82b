import * as z from "zod";

/**
 * The name of a `virtual`, `failover`, `server` or `check` block. Anything a person would type, blanks included (the
 * original's GUI cannot read those, its daemons can); no quotes, braces, `#`, `/` or control characters, because lvs.cf and
 * `VIRTUAL/SERVER` on the command line use them.
 */
export const blockNameSchema = z
  .string()
  .min(1, "Enter a name")
  .max(255, "A name has at most 255 characters")
  .regex(
    /^[^\s"'{}#/\p{C}]([^"'{}#/\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*[^\s"'{}#/\p{C}])?$/u,
    "A name has no quotes, braces, # or /, and no blank at either end",
  )
  .refine((name) => !/[^\S ]/.test(name), "Only plain blanks may stand inside a name")
  .brand<"BlockName">();
export type BlockName = z.infer<typeof blockNameSchema>;

/** One word without blanks: a program's path, a shared device, a log level. */
export const wordSchema = z
  .string()
  .min(1, "Enter a word")
  .max(4096, "At most 4096 characters")
  .regex(/^[^\s"'#\p{Cc}\p{Cs}]+$/u, "Enter one word, without blanks, quotes or #");

/**
 * A text that lvs.cf keeps between quotes, escapes untranslated (`\r\n` is four characters). It must fit between one kind of
 * quotes by the original parser's rule: after its first blank it may not contain both kinds.
 */
export const quotedTextSchema = z
  .string()
  .max(4096, "At most 4096 characters")
  .refine(
    (text) => !/[\p{Cc}\p{Cs}]/u.test(text.replaceAll("\t", "")),
    "Write line ends as \\r\\n, other control characters as \\xNN",
  )
  .refine((text) => quoteFor(text) !== undefined, "Use one kind of quotes only, or write \\x22 for \" and \\x27 for '");
export type QuotedText = z.infer<typeof quotedTextSchema>;

/** The kind of quotes that can hold `text`, or undefined when neither can: a quote ends the word after its first blank. */
export function quoteFor(text: string): '"' | "'" | undefined {
  const blank = text.search(/[ \t]/);
  if (blank === -1) return '"';
  const rest = text.slice(blank);
  return (['"', "'"] as const).find((quote) => !rest.includes(quote));
}

/** Seconds; decimals are allowed where the directive is not the original's, and read everywhere. */
export const secondsSchema = (least: number, most = 2_147_483) =>
  z
    .number(`Enter seconds, ${String(least)} or more`)
    .min(least, `Enter ${String(least)} seconds or more`)
    .max(most, `Enter at most ${String(most)} seconds`)
    // the kernel and our timers know milliseconds; more digits would not survive the way through the file
    .refine((value) => Math.round(value * 1000) / 1000 === value, "At most three decimals");

/** Whole seconds, as ipvsadm takes them. */
export const wholeSecondsSchema = z
  .int("Enter whole seconds")
  .min(0, "Enter 0 seconds or more")
  .max(2_147_483_647, "Enter fewer seconds");
