import type { Block, BlockLevel } from "./block.ts";
import type { Level } from "./directive.ts";
import { shown, type ProblemList } from "./problem.ts";

/** The blocks that are open while a file is read, and what a brace too few or too many means. */
export type OpenBlocks = {
  readonly root: Block;
  /** The innermost; undefined inside a block of another program, whose lines are skipped. */
  readonly current: () => Block | undefined;
  readonly open: (level: BlockLevel, name: string, line: number, column: number, nameColumn: number) => void;
  readonly openUnknown: (line: number, name: string) => void;
  readonly close: (line: number, column: number) => void;
  /** At the end of the file. */
  readonly end: (line: number, column: number) => void;
};

export function openBlocks(problems: ProblemList): OpenBlocks {
  const root = newBlock("global", "", 1, 1, 1);
  const stack: Frame[] = [];
  let current: Block | undefined = root;

  const push = (frame: Frame) => {
    stack.push(frame);
    current = frame.block;
  };
  const pop = () => {
    stack.pop();
    const frame = stack.at(-1);
    current = frame ? frame.block : root;
  };
  const closeForgotten = (line: number, column: number) => {
    const frame = stack.at(-1);
    if (frame) problems.add(line, column, "error", () => `Write } before this line: ${title(frame)} is still open.`);
    pop();
  };
  /** Closes what a block of this level cannot stand in. */
  const makeRoom = (level: BlockLevel, line: number, column: number) => {
    const outer = OUTER[level];
    if (current === undefined && outer[0] !== "global") return;
    while (stack.length > 0 && !(current && outer.includes(current.level))) {
      // A check that strays into a failover block is its own mistake, not a forgotten brace.
      if (level === "check" && current?.level === "failover") return;
      closeForgotten(line, column);
    }
  };

  return {
    root,
    current: () => current,
    open(level, name, line, column, nameColumn) {
      makeRoom(level, line, column);
      if (!current) {
        push({ block: undefined, name: level, line });
        return;
      }
      const block = newBlock(level, name, line, column, nameColumn);
      const home = OUTER[level].includes(current.level) ? current : undefined;
      if (!home) problems.add(line, column, "error", STRAY[level]);
      const adoptive = level === "server" ? root.blocks.at(-1) : undefined;
      (home?.blocks ?? adoptive?.blocks ?? (current.strays ??= [])).push(block);
      push({ block, name, line });
    },
    openUnknown: (line, name) => push({ block: undefined, name, line }),
    close(line, column) {
      if (stack.length > 0) pop();
      else problems.add(line, column, "error", "Remove this }, or write the block it ends: nothing is open here.");
    },
    end(line, column) {
      while (stack.length > 0) {
        const frame = stack.at(-1);
        if (frame)
          problems.add(line, column, "warning", () => `Write } at the end of the file: ${title(frame)} is still open.`);
        pop();
      }
    },
  };
}

type Frame = { readonly block: Block | undefined; readonly name: string; readonly line: number };

/** What each kind of block may stand in. */
const OUTER: Readonly<Record<BlockLevel, readonly Level[]>> = {
  virtual: ["global"],
  failover: ["global"],
  server: ["virtual", "failover"],
  check: ["virtual", "server"],
};

const STRAY: Readonly<Record<BlockLevel, string>> = {
  virtual: "Write virtual blocks outside all others.",
  failover: "Write failover blocks outside all others.",
  server: "Write server blocks inside a virtual block: virtual NAME { … server NAME { … } }.",
  check: "Write check blocks inside a virtual or a server block.",
};

const title = ({ block, name, line }: Frame) =>
  [block?.level, shown(name), `of line ${String(line)}`].filter(Boolean).join(" ");

function newBlock(level: Level, name: string, line: number, column: number, nameColumn: number): Block {
  return { level, name, line, column, nameColumn, statements: [], blocks: [] };
}
