import { quoteFor } from "../config/index.ts";
import type { Codec } from "./codec.ts";
import { parseDecimal, parseInteger } from "./numbers.ts";
import { portByName } from "./port-names.ts";

/** 0 or 1, in any way a number can be written. */
export const bool: Codec<boolean> = {
  kind: "0 or 1",
  example: "1",
  free: false,
  read(source) {
    const word = source.word();
    if (word === "1") return true;
    if (word === "0") return false;
    if (word === undefined) return undefined;
    if (/^(yes|on|true|y)$/i.test(word)) return (source.error("Write 1 for yes."), true);
    if (/^(no|off|false|n)$/i.test(word)) return (source.error("Write 0 for no."), false);
    const value = parseInteger(word, source);
    if (value === 0 || value === 1) return value === 1;
    source.error("Write 1 for yes or 0 for no.");
    return undefined;
  },
  write: (value) => (value ? "1" : "0"),
};

/** Like {@link bool}, where the original takes any number but 0 for yes. */
export const flag: Codec<boolean> = {
  ...bool,
  read(source) {
    const word = source.word();
    if (word === undefined) return undefined;
    const value = /^[-+]?\d/.test(word) || word === "" ? parseInteger(word, source) : undefined;
    return value === undefined ? bool.read(source) : value !== 0;
  },
};

/** A whole number: decimal, 0x hexadecimal, or octal after a leading 0, as C reads them. */
export const integer: Codec<number> = {
  kind: "whole number",
  example: "1",
  free: false,
  read(source) {
    const word = source.word();
    if (word === undefined) return undefined;
    const value = parseInteger(word, source);
    if (value === undefined) source.error("Write a whole number.");
    return value;
  },
  write: String,
};

/** Seconds, with decimals or without. */
export const seconds: Codec<number> = {
  kind: "seconds",
  example: "6",
  free: false,
  read(source) {
    const word = source.word();
    if (word === undefined) return undefined;
    const value = parseDecimal(word) ?? parseInteger(word, source);
    if (value === undefined) source.error("Write seconds, such as 6 or 0.25, without a unit.");
    return value;
  },
  write: String,
};

/** Whole seconds. */
export const wholeSeconds: Codec<number> = { ...integer, kind: "whole seconds", example: "60" };

/** A number of 32 bits; the original reads -1 as the highest. */
export const mark: Codec<number> = {
  ...integer,
  read(source) {
    const value = integer.read(source);
    if (typeof value !== "number" || value >= 0 || value < -(2 ** 31)) return value;
    source.warn(`Read as ${String(value + 2 ** 32)}, as the original does; write that.`);
    return value + 2 ** 32;
  },
};

/** A port by number. */
export const portNumber: Codec<number> = { ...integer, kind: "port number", example: "80" };

/** A port by number or by the name of a well-known service. */
export const port: Codec<number> = {
  ...integer,
  kind: "port number or name",
  example: "80",
  read(source) {
    const word = source.word();
    if (word === undefined) return undefined;
    const value = portByName(word) ?? parseInteger(word, source);
    if (value === undefined) source.error("Write the port as a number, such as 80.");
    return value;
  },
};

/** One of some words. */
export function choice<Value extends string>(options: readonly Value[], { paths = false } = {}): Codec<Value> {
  const known: readonly string[] = options;
  return {
    kind: options.join(", "),
    example: options[0] ?? "",
    free: false,
    read(source) {
      const word = source.word();
      if (word === undefined || known.includes(word)) return word;
      const program = word.slice(word.lastIndexOf("/") + 1);
      if (paths && known.includes(program)) return (source.warn(`Read as ${program}; write that.`), program);
      const lower = word.toLowerCase();
      if (known.includes(lower)) return (source.error(`Write ${lower}, in small letters.`), lower);
      source.error(`Write ${options.length > 2 ? "one of " : ""}${orList(options)}.`);
      return undefined;
    },
    write: (value) => value,
  };
}

/** One word, kept as it is. */
export const word: Codec<string> = {
  kind: "word",
  example: "NONE",
  free: true,
  read(source) {
    const value = source.word();
    if (value !== "") return value;
    source.warn("An empty value counts as not set; remove the line.");
    return undefined;
  },
  write: (value) => value,
};

/** A text between quotes, its escapes untranslated. */
export const text: Codec<string> = {
  kind: "text",
  example: '"OK"',
  free: true,
  read: (source) => source.text(),
  write(value) {
    const quote = quoteFor(value) ?? '"';
    return quote + value + quote;
  },
};

/** Words between brackets. */
export const list: Codec<readonly string[]> = {
  kind: "[ word word … ]",
  example: "[ /a /b ]",
  free: true,
  read(source) {
    const words = source.words().map(({ text: item }) => item);
    if (words[0] === "[" && words.at(-1) === "]") return words.slice(1, -1);
    source.error("Write the list between brackets with blanks round them, such as [ /a /b ].");
    return undefined;
  },
  write: (value) => ["[", ...value, "]"].join(" "),
};

/** Words with commas between them. */
export const flags: Codec<readonly string[]> = {
  kind: "words with commas between them",
  example: "sh-fallback,sh-port",
  free: false,
  read: (source) =>
    source
      .words()
      .flatMap(({ text: item }) => item.split(","))
      .filter((item) => item !== ""),
  write: (value) => value.join(","),
};

const orList = (options: readonly string[]) =>
  options.length < 2 ? options.join("") : `${options.slice(0, -1).join(", ")} or ${options.at(-1) ?? ""}`;
