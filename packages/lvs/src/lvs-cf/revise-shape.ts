import type { LvsConfig } from "../config/index.ts";
import { blocksOf, type Block } from "./block.ts";
import { blockLines, styleOf, type BlockValue } from "./block-lines.ts";
import { matchBlocks } from "./match-blocks.ts";
import { problemList } from "./problem.ts";
import { lastLines, linesOf } from "./sections.ts";
import { readTree } from "./tree.ts";

/**
 * The file with the blocks of `next` in the order of `next`: new ones are written, removed ones cut, others keep what is in them, and the
 * comments right above them when they move. The file has no mistakes and means `before`.
 */
export function reviseShape(text: string, before: LvsConfig, next: LvsConfig): string {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const lines = linesOf(text.slice(mark.length));
  const tree = readTree(text, problemList(0));
  const lineBreak = /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
  const file: File = { lines, last: lastLines(lines, tree), lineBreak };
  const body = region(file, tree, 0, lines.length, [
    ...[{ level: "virtual", old: before.virtualServers, next: next.virtualServers } as const],
    ...[{ level: "failover", old: before.failoverServices, next: next.failoverServices } as const],
  ]);
  // a last line without an end may have come into the middle
  const closed = body.map((line, at) => (at < body.length - 1 && !/[\r\n]$/.test(line) ? line + lineBreak : line));
  return mark + closed.join("");
}

type File = {
  readonly lines: readonly string[];
  readonly last: ReadonlyMap<Block, number>;
  readonly lineBreak: string;
};

/** The blocks of one level inside another block: as they are and as they shall be. */
type Wish = {
  [Level in BlockValue["level"]]: {
    readonly level: Level;
    readonly old: readonly Extract<BlockValue, { level: Level }>["value"][];
    readonly next: readonly Extract<BlockValue, { level: Level }>["value"][];
  };
}[BlockValue["level"]];

/** What comes where: instead of blocks, in front of them, and at the end. */
type Layout = {
  readonly instead: Map<Block, string[]>;
  readonly before: Map<Block, string[]>;
  readonly atEnd: string[];
};

/** The lines `from` to `to` (from 0, `to` excluded) of the inside of a block, with its inner blocks as wished for. */
function region(file: File, inside: Block, from: number, to: number, wishes: readonly Wish[]): string[] {
  const layout: Layout = { instead: new Map(), before: new Map(), atEnd: [] };
  for (const wish of wishes) arrange(file, inside, wish, layout);
  const out: string[] = [];
  let at = from;
  for (const block of inside.blocks) {
    const { start, end } = rangeOf(file, block, at);
    for (const line of file.lines.slice(at, start)) out.push(line);
    for (const line of layout.before.get(block) ?? []) out.push(line);
    const instead = layout.instead.get(block) ?? file.lines.slice(start, end);
    for (const line of instead) out.push(line);
    at = end;
    // of the two blank lines around a block that went, one goes with it
    if (instead.length === 0 && isBlank(out.at(-1) ?? "") && at < to && isBlank(file.lines[at] ?? "x")) at++;
  }
  return [...out, ...file.lines.slice(at, to), ...layout.atEnd];
}

function arrange(file: File, inside: Block, wish: Wish, layout: Layout): void {
  const blocks = blocksOf(inside, wish.level);
  const places = matchBlocks<Wish["old"][number]>(wish.old, wish.next, alike);
  const kept = new Set(places);
  blocks.forEach((block, at) => {
    if (!kept.has(at)) layout.instead.set(block, commentsAbove(file, block));
  });
  // the first kept block of `next` stands where the first kept block of the file stood, and so on
  const slots = blocks.filter((_, at) => kept.has(at));
  let filled = 0;
  wish.next.forEach((value, at) => {
    const place = places[at];
    const block = place === undefined ? undefined : blocks[place];
    const old = place === undefined ? undefined : wish.old[place];
    const slot = slots[block ? filled++ : filled - 1];
    if (block && old && slot) {
      layout.instead.set(slot, [...commentsAbove(file, block), ...revised(file, block, old, value)]);
      return;
    }
    const fresh = freshLines(file, inside, slot, { level: wish.level, value } as BlockValue);
    const behind = slot && layout.instead.get(slot);
    const next =
      slots[0] ?? (wish.level === "check" ? inside.blocks.find(({ level }) => level === "server") : undefined);
    if (behind) behind.push(...fresh);
    else if (next) layout.before.set(next, [...(layout.before.get(next) ?? []), ...fresh]);
    else layout.atEnd.push(...fresh);
  });
}

/** The lines of a block that stays. */
function revised(file: File, block: Block, old: Wish["old"][number], next: Wish["old"][number]): string[] {
  const end = file.last.get(block) ?? block.line;
  const header = file.lines.slice(block.line - 1, block.line).map((line) => renamed(line, block, old.name, next.name));
  const wishes: Wish[] = [];
  if ("servers" in old && "servers" in next) wishes.push({ level: "server", old: old.servers, next: next.servers });
  if (hasChecks(old) || hasChecks(next)) wishes.push({ level: "check", old: checksOf(old), next: checksOf(next) });
  if (wishes.length === 0) return [...header, ...file.lines.slice(block.line, end)];
  return [...header, ...region(file, block, block.line, end - 1, wishes), ...file.lines.slice(end - 1, end)];
}

type Value = Wish["old"][number];
const hasChecks = (value: Value) => "checks" in value && value.checks !== undefined;
const checksOf = (value: Value) => ("checks" in value ? (value.checks ?? []) : []);

/** A header with another name in it; what stands around the name stays. */
function renamed(line: string, { name: written, nameColumn }: Block, old: string, next: string): string {
  if (old === next) return line;
  const head = line.slice(0, nameColumn - 1);
  const rest = line.slice(nameColumn - 1);
  const word = [`"${written}"`, `'${written}'`, written].find((form) => rest.startsWith(form)) ?? "";
  return head + (next.includes(" ") ? `"${next}"` : next) + rest.slice(word.length);
}

/** A new block that looks like its neighbours, with a blank line in front where they have one. */
function freshLines(file: File, inside: Block, neighbour: Block | undefined, value: BlockValue): string[] {
  const fresh = blockLines(value, styleOf(file.lines, inside)).map((line) => line + file.lineBreak);
  const apart = neighbour && isBlank(file.lines[rangeOf(file, neighbour, 0).start - 1] ?? "x");
  return apart ? [file.lineBreak, ...fresh] : fresh;
}

/** A block with the comments right above it; lines from 0, `end` excluded, not before `least`. */
function rangeOf({ lines, last }: File, block: Block, least: number): { readonly start: number; readonly end: number } {
  let start = block.line - 1;
  while (start > least && /^[ \t]*#/.test(lines[start - 1] ?? "")) start--;
  return { start, end: last.get(block) ?? block.line };
}

const commentsAbove = (file: File, block: Block) => file.lines.slice(rangeOf(file, block, 0).start, block.line - 1);

/** Whether a block that came is one that went, with a new name: it has the same address, or nothing else changed. */
function alike(old: Value, next: Value): boolean {
  const address = (value: Value) => ("address" in value ? JSON.stringify(value.address) : undefined);
  const rest = (value: Value) => JSON.stringify({ ...value, name: undefined });
  return (address(old) !== undefined && address(old) === address(next)) || rest(old) === rest(next);
}

const isBlank = (line: string) => /^[ \t]*[\r\n]*$/.test(line);
