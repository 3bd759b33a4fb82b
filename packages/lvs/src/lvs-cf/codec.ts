import type { Word } from "./lex.ts";

/**
 * How one kind of value is written in the file. `read` says itself what is wrong and answers undefined when there is no
 * value to be had; `write` is its inverse for every value the configuration's schema accepts.
 */
export type Codec<Value> = {
  /** What the documentation calls it: "seconds", "0 or 1". */
  readonly kind: string;
  readonly example: string;
  /** Any characters may stand in it, so nothing in it is taken for a brace. */
  readonly free: boolean;
  /** Plain words that are their own value and in order, for what a large file has thousands of. */
  readonly sure?: (word: string) => boolean;
  readonly read: (source: Source) => unknown;
  readonly write: (value: Value) => string;
};

/** The value of one directive, for a codec to read. */
export type Source = {
  /** The only word; more than one is reported. Undefined when there is none, which is reported too. */
  readonly word: () => string | undefined;
  readonly words: () => readonly Word[];
  /** The text, without quotes. */
  readonly text: () => string | undefined;
  readonly warn: (message: string) => void;
  readonly error: (message: string) => void;
};
