import type { Block, Statement } from "./block.ts";
import type { Directive } from "./directive.ts";
import { valueEnd } from "./lex.ts";
import { renderDirective } from "./render.ts";

/** What one directive of one block shall be: no value removes it, several stand in a line each. */
export type Patch = { readonly block: Block; readonly directive: Directive; readonly values: readonly unknown[] };

/** Puts values into a file and leaves every other character of it alone. */
export function patchText(file: string, patches: readonly Patch[]): string {
  const mark = file.startsWith("\uFEFF") ? "\uFEFF" : "";
  const lines = file.slice(mark.length).split(/(?<=\r\n|\n|\r(?!\n))/);
  const lineBreak = /\r\n|\n|\r/.exec(file)?.[0] ?? "\n";
  const original = [...lines];
  /** New lines by the number of the line they follow. */
  const added = new Map<number, string[]>();
  for (const { block, directive, values } of patches) {
    const old = block.statements.filter(({ key }) => key === directive.key);
    const last = old.at(-1);
    const [value] = values;
    if (last && !directive.list && value !== undefined) {
      lines[last.line - 1] = replaceValue(lines[last.line - 1] ?? "", last, directive, value);
      continue;
    }
    for (const { line } of old) lines[line - 1] = "";
    const { after, indent } = place(block, original);
    const fresh = values.map((item) => `${indent}${renderDirective(directive, item)}`);
    added.set(after, [...(added.get(after) ?? []), ...fresh]);
  }
  const top = (added.get(0) ?? []).map((line) => line + lineBreak);
  return mark + [...top, ...lines.map((line, index) => append(line, added.get(index + 1) ?? [], lineBreak))].join("");
}

/** The line with another value; what stands behind the value, a comment say, stays. */
function replaceValue(line: string, statement: Statement, directive: Directive, value: unknown): string {
  const start = statement.valueColumn - 1;
  const end = start + valueEnd(statement.value, directive.codec.kind === "text");
  const text = renderDirective(directive, value).slice(`${directive.key} = `.length);
  return line.slice(0, start) + text + line.slice(end);
}

/** Where a new directive of a block goes: behind its last one, before the blocks inside it. */
function place(block: Block, lines: readonly string[]): { readonly after: number; readonly indent: string } {
  const inner = [...block.blocks, ...(block.strays ?? [])].sort((a, b) => a.line - b.line)[0];
  const before = block.statements.filter(({ line }) => inner === undefined || line < inner.line).at(-1);
  if (before) return { after: before.line, indent: indentOf(lines, before.line) };
  if (block.level === "global") return { after: 0, indent: "" };
  const deeper = block.column === 1 ? "     " : "    "; // as the canonical form has it
  return { after: block.line, indent: inner ? indentOf(lines, inner.line) : indentOf(lines, block.line) + deeper };
}

const indentOf = (lines: readonly string[], line: number) => /^[ \t]*/.exec(lines[line - 1] ?? "")?.[0] ?? "";

function append(line: string, more: readonly string[], lineBreak: string): string {
  if (more.length === 0) return line;
  const closed = line === "" || /[\r\n]$/.test(line);
  return closed ? line + more.map((text) => text + lineBreak).join("") : [line, ...more].join(lineBreak);
}
