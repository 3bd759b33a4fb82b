import type { ConfigPath } from "../config/index.ts";
import { blocksOf, type Block, type Statement } from "./block.ts";
import { directiveOf } from "./directives.ts";
import type { Level } from "./directive.ts";

/** Where a part of a configuration stands in its file: its directive, or else the block that would hold it. */
export type Place = { readonly line: number; readonly column: number; readonly isDirective: boolean };

/** Finds the places of paths such as `["virtualServers", 0, "servers", 2, "port"]`. */
export function placeFinder(tree: Block): (path: ConfigPath) => Place {
  /** Blocks of one kind, sorted out once: a file may have thousands, and as many findings. */
  const sorted = new Map<Block, Map<Level, readonly Block[]>>();
  const inner = (block: Block, level: Level, index: number) => {
    let levels = sorted.get(block);
    if (!levels) sorted.set(block, (levels = new Map<Level, readonly Block[]>()));
    let blocks = levels.get(level);
    if (!blocks) levels.set(level, (blocks = blocksOf(block, level)));
    return blocks[index];
  };
  return (path) => {
    let block = tree;
    for (const step of steps(path)) {
      if (step.kind === "field") {
        const statements = block.statements.filter(({ key }) => directiveOf(block.level, key)?.field === step.field);
        const statement = statements[step.index ?? 0] ?? statements.at(-1);
        return statement ? at(statement, true) : at(block);
      }
      const next = inner(block, step.level, step.index);
      if (!next) break;
      block = next;
    }
    return at(block);
  };
}

const at = ({ line, column }: Block | Statement, isDirective = false): Place => ({ line, column, isDirective });

type Step =
  | { readonly kind: "block"; readonly level: Level; readonly index: number }
  | { readonly kind: "field"; readonly field: string; readonly index: number | undefined };

const LISTS: Readonly<Record<string, Level>> = {
  virtualServers: "virtual",
  failoverServices: "failover",
  servers: "server",
  checks: "check",
};

function steps(path: ConfigPath): Step[] {
  const [first, second, ...rest] = path;
  if (first === undefined) return [];
  const field = String(first);
  const index = typeof second === "number" ? second : undefined;
  const level = LISTS[field];
  if (field === "global") return steps(path.slice(1));
  if (level && index !== undefined) return [{ kind: "block", level, index }, ...steps(rest)];
  return [{ kind: "field", field, index }];
}
