import type { Block, BlockLevel } from "./block.ts";
import type { Level } from "./directive.ts";
import { shown, type ProblemList } from "./problem.ts";

/** The blocks that are open while a file is read. */
export type OpenBlocks = {
  readonly root: Block;
  readonly problems: ProblemList;
  /** Is told of every block but the file itself when it ends. */
  readonly onClose: ((block: Block) => void) | undefined;
  readonly stack: Frame[];
  /** The innermost; undefined inside a block of another program, whose lines are skipped. */
  current: Block | undefined;
};

type Frame = { readonly block: Block | undefined; readonly name: string; readonly line: number };

export function openBlocks(problems: ProblemList, onClose: OpenBlocks["onClose"]): OpenBlocks {
  const root = newBlock("global", "", 1, 1, 1);
  return { root, problems, onClose, stack: [], current: root };
}

/** Opens a block where it can stand, closing what a person forgot to close. */
export function openBlock(
  open: OpenBlocks,
  level: BlockLevel,
  name: string,
  line: number,
  column: number,
  nameColumn: number,
): void {
  makeRoom(open, level, line, column);
  const { current, root } = open;
  if (!current) {
    openUnknown(open, line, level);
    return;
  }
  const block = newBlock(level, name, line, column, nameColumn);
  const fits = OUTER[level].includes(current.level);
  if (!fits) open.problems.add(line, column, "error", STRAY[level]);
  const adoptive = level === "server" ? root.blocks.at(-1) : undefined;
  if (fits) current.blocks.push(block);
  else (adoptive?.blocks ?? (current.strays ??= [])).push(block);
  open.stack.push({ block, name, line });
  open.current = block;
}

/** Opens a block of another program. */
export function openUnknown(open: OpenBlocks, line: number, name: string): void {
  open.stack.push({ block: undefined, name, line });
  open.current = undefined;
}

export function closeBlock(open: OpenBlocks, line: number, column: number): void {
  if (open.stack.length > 0) pop(open);
  else open.problems.add(line, column, "error", "Remove this }, or write the block it ends: nothing is open here.");
}

/** Closes what is still open at the end of the file, at this place. */
export function closeAll(open: OpenBlocks, line: number, column: number): void {
  for (let frame = open.stack.at(-1); frame; frame = open.stack.at(-1)) {
    const what = title(frame);
    const message = () => `Write } at the end of the file: ${what} is still open.`;
    open.problems.add(line, column, "warning", message, { endsInside: true });
    pop(open);
  }
}

/** Closes what a block of this level cannot stand in. */
function makeRoom(open: OpenBlocks, level: BlockLevel, line: number, column: number): void {
  const outer = OUTER[level];
  if (open.current === undefined && outer[0] !== "global") return;
  for (let frame = open.stack.at(-1); frame; frame = open.stack.at(-1)) {
    if (open.current && outer.includes(open.current.level)) return;
    // A check that strays into a failover block is its own mistake, not a forgotten brace.
    if (level === "check" && open.current?.level === "failover") return;
    const what = title(frame);
    open.problems.add(line, column, "error", () => `Write } before this line: ${what} is still open.`);
    pop(open);
  }
}

function pop(open: OpenBlocks): void {
  const closed = open.stack.pop()?.block;
  if (closed) open.onClose?.(closed);
  const outer = open.stack.at(-1);
  open.current = outer ? outer.block : open.root;
}

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
