import type { Level } from "./directive.ts";

/** One `key = value` line of a block, its value not yet read. */
export type Statement = {
  readonly key: string;
  /** 1-based, as are all lines and columns. */
  readonly line: number;
  readonly column: number;
  readonly valueColumn: number;
  /** What stands after `=`, without the blanks in front. */
  readonly value: string;
  /** `plain`: one word with nothing to look at twice; `bare`: the `=` is missing. */
  readonly form: "plain" | "usual" | "bare";
};

/** A block of lvs.cf, or the file itself. Unknown blocks (of another program, say) are skipped and not kept. */
export type Block = {
  readonly level: Level;
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly nameColumn: number;
  statements: Statement[];
  readonly blocks: Block[];
  /** Blocks that stand where they may not: read for their mistakes, and part of no configuration. */
  strays?: Block[];
  /** What its directives say, once it has been read. */
  fields?: Record<string, unknown>;
  /** It has a port of its own, with a mistake in it. */
  portFaulty?: boolean;
};

/** The blocks of one kind inside `block`, in their order. */
export const blocksOf = ({ blocks }: Block, level: Level): Block[] =>
  blocks.length === 0 ? blocks : blocks.filter((inner) => inner.level === level);

/** The word that opens a block of this level. */
export const BLOCK_LEVELS = ["virtual", "failover", "server", "check"] as const satisfies readonly Level[];
export type BlockLevel = (typeof BLOCK_LEVELS)[number];
