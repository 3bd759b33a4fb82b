import {
  blockNameSchema,
  type Check,
  type FailoverService,
  type RealServer,
  type VirtualServer,
} from "../config/index.ts";
import type { Block } from "./block.ts";
import { renderLvsCf } from "./render.ts";

/** A block as a value of the configuration. */
export type BlockValue =
  | { readonly level: "virtual"; readonly value: VirtualServer }
  | { readonly level: "failover"; readonly value: FailoverService }
  | { readonly level: "server"; readonly value: RealServer }
  | { readonly level: "check"; readonly value: Check };

/** How far lines stand from the left: the header of a block, and what is in it. `step` undefined is the canonical form's. */
export type Style = { readonly indent: string; readonly step: string | undefined };

/** The lines of a new block, without line ends. */
export function blockLines(block: BlockValue, { indent, step }: Style): string[] {
  const outer = step ?? (indent === "" ? CANONICAL_OUTER : CANONICAL_INNER);
  let depth = 0;
  return canonicalLines(block).map((text) => {
    if (text === "}") depth--;
    const line = indent + (depth > 0 ? outer + (step ?? CANONICAL_INNER).repeat(depth - 1) : "") + text;
    if (HEADER.test(text)) depth++;
    return line;
  });
}

/** The style of the blocks that stand inside a block, so that a new one looks like its neighbours. */
export function styleOf(lines: readonly string[], inside: Block): Style {
  const sibling = inside.blocks[0];
  const statement = inside.statements[0];
  const deeper = () => (statement ? indentOf(lines, statement.line) : indentOf(lines, inside.line) + CANONICAL_INNER);
  const indent = sibling ? indentOf(lines, sibling.line) : inside.level === "global" ? "" : deeper();
  const first = sibling?.statements[0];
  const inner = first ? indentOf(lines, first.line) : "";
  const step = inner.length > indent.length && inner.startsWith(indent) ? inner.slice(indent.length) : undefined;
  return { indent, step };
}

/** Without blanks in front: no directive is called like a block, so headers are told by their first word. */
function canonicalLines(block: BlockValue): string[] {
  const text = renderLvsCf({
    global: {},
    failoverServices: block.level === "failover" ? [block.value] : [],
    virtualServers: block.level === "failover" ? [] : [virtualAround(block)],
  });
  const lines = text
    .trimEnd()
    .split("\n")
    .map((line) => line.trimStart());
  return block.level === "server" || block.level === "check" ? lines.slice(1, -1) : lines;
}

function virtualAround(block: Exclude<BlockValue, { level: "failover" }>): VirtualServer {
  if (block.level === "virtual") return block.value;
  const around = { name: blockNameSchema.parse("around"), servers: [] };
  return block.level === "server" ? { ...around, servers: [block.value] } : { ...around, checks: [block.value] };
}

const indentOf = (lines: readonly string[], line: number) => /^[ \t]*/.exec(lines[line - 1] ?? "")?.[0] ?? "";

const HEADER = /^(virtual|failover|server|check) .*\{$/;
const CANONICAL_OUTER = "     ";
const CANONICAL_INNER = "    ";
