import type { ZodType } from "zod";
import type { Codec } from "./codec.ts";

/** Where a directive may stand: outside all blocks, or in a block of that name. */
export type Level = "global" | "virtual" | "failover" | "server" | "check";

/**
 * Who knows a directive. `classic`: the daemons of the original. `gui`: only its GUI wrote it, its daemons refuse the file.
 * `new`: this program.
 */
export type Origin = "classic" | "gui" | "new";

/** One directive of lvs.cf: how it is written, and all the help there is. */
export type Directive = {
  readonly key: string;
  /** The field of the configuration that holds it. */
  readonly field: string;
  readonly codec: Codec<never>;
  /** What the value must be, beyond its form; of one element where the directive may stand several times. */
  readonly schema: ZodType;
  /** Of a directive of which each line adds a value: what the whole list must be. */
  readonly list: ZodType | undefined;
  readonly origin: Origin;
  /** What the number counts, such as seconds. */
  readonly unit: string | undefined;
  /** What an absent directive means, as the help shows it. */
  readonly default: string;
  /** For operators: one or two sentences. */
  readonly help: string;
  /** Where the rule comes from. */
  readonly source: string;
};

/** A row of a table: a directive before its schema is looked up. The codec must fit the field it fills. */
export type Row<Fields> = {
  [F in keyof Fields & string]-?: {
    readonly key: string;
    readonly field: F;
    readonly codec: Codec<Exclude<Fields[F], undefined>> | Repeated<Exclude<Fields[F], undefined>>;
    /** `classic` where absent. */
    readonly origin?: Origin;
    readonly default?: string;
    /** `seconds` where absent and the codec reads them. */
    readonly unit?: string;
    readonly help: string;
    /** `lvs.cf(5)` where absent. */
    readonly source?: string;
  };
}[keyof Fields & string];

/** The codec of one element, where each line adds one. */
export type Repeated<List> = List extends readonly (infer Item)[] ? { readonly each: Codec<Item> } : never;
