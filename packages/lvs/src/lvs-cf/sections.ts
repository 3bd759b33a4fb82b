import { blocksOf, type Block } from "./block.ts";
import { problemList } from "./problem.ts";
import { readTree } from "./tree.ts";

/** The lines of a text, each with its own line end. A byte order mark stays in the first. */
export const linesOf = (text: string): string[] => (text === "" ? [] : text.split(/(?<=\r\n|\n|\r(?!\n))/));

/** The last line of every block of a file without mistakes in its braces; undefined for one that is never closed. */
export function lastLines(lines: readonly string[], tree: Block): ReadonlyMap<Block, number> {
  const starts = new Map<number, Block>();
  const collect = ({ blocks }: Block): void => {
    for (const block of blocks) {
      starts.set(block.line, block);
      collect(block);
    }
  };
  collect(tree);
  const open: Block[] = [];
  const last = new Map<Block, number>();
  lines.forEach((line, at) => {
    const block = starts.get(at + 1);
    if (block) open.push(block);
    else if (/^\uFEFF?[^\S\r\n]*\}/.test(line)) {
      const closed = open.pop();
      if (closed) last.set(closed, at + 1);
    }
  });
  return last;
}

/** A part of a file that is looked at as one: a virtual or a failover block, or everything outside of them. */
export type Section = {
  readonly kind: "global" | "virtual" | "failover";
  readonly name: string;
  /** Without line ends; `line` is the 1-based number of each. */
  readonly lines: readonly { readonly line: number; readonly text: string }[];
};

/** Divides a file, without a mistake or not, into its sections: the head first, then the blocks in their order. */
export function sectionsOf(text: string): Section[] {
  const lines = linesOf(text);
  const tree = readTree(text, problemList(0));
  const last = lastLines(lines, tree);
  const numbered = lines.map((line, at) => ({ line: at + 1, text: line.replace(/[\r\n]+$/, "") }));
  const blocks = [...blocksOf(tree, "virtual"), ...blocksOf(tree, "failover")].sort((a, b) => a.line - b.line);
  const head: Section["lines"][number][] = [];
  let at = 0;
  const sections = blocks.map((block, index): Section => {
    const next = blocks[index + 1]?.line ?? lines.length + 1;
    head.push(...numbered.slice(at, block.line - 1));
    at = Math.min(last.get(block) ?? next - 1, next - 1);
    return {
      kind: block.level === "failover" ? "failover" : "virtual",
      name: block.name,
      lines: numbered.slice(block.line - 1, at),
    };
  });
  head.push(...numbered.slice(at));
  return [{ kind: "global", name: "", lines: head }, ...sections];
}
