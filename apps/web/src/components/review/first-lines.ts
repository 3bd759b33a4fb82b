import type { BlockDiff } from "./answers";

/** How many lines a difference takes on a page. */
export const lineCount = (blocks: readonly BlockDiff[]): number =>
  blocks.reduce((sum, { lines }) => sum + lines.length, 0);

/** As many lines of a difference as fit into `limit`; the last block may be cut. */
export function firstLines(blocks: readonly BlockDiff[], limit: number): BlockDiff[] {
  const shown: BlockDiff[] = [];
  let room = limit;
  for (const block of blocks) {
    if (room <= 0) break;
    shown.push(block.lines.length <= room ? block : { ...block, lines: block.lines.slice(0, room) });
    room -= block.lines.length;
  }
  return shown;
}
