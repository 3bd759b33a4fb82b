import type { ZodType } from "zod";
import { blockNameSchema, type BlockName } from "../config/index.ts";
import type { Block, Statement } from "./block.ts";
import { checkKindsOf, directiveOf } from "./directives.ts";
import { shown, type ProblemList } from "./problem.ts";
import type { Reader } from "./source.ts";
import { unknownDirective } from "./unknown-directive.ts";

/** The fields of one block, each of which passed its schema. */
export type Fields = Record<string, unknown>;

/** A port as a service block says it, for servers that come before it. */
export type PortLine = { readonly statement: Statement; readonly port: number };

/**
 * Reads the directives of one block into `fields`, and says what it said of ports. Of a directive that stands twice the last
 * one counts.
 */
export function readFields(block: Block, fields: Fields, reader: Reader, problems: ProblemList): PortLine[] {
  const ports: PortLine[] = [];
  let firstLines: ReadonlyMap<string, number> | undefined;
  for (const statement of block.statements) {
    const { key, line, column, form } = statement;
    const directive = directiveOf(block.level, key);
    if (!directive) {
      if (key !== "") problems.add(line, column, "error", () => unknownDirective(block.level, key, form !== "bare"));
      continue;
    }
    if (form === "bare")
      problems.add(line, column, "error", () => `Write an = behind ${key}: ${key} = ${directive.codec.example}.`);
    const { field } = directive;
    const before = fields[field];
    const value = reader.read(statement, directive);
    if (value === undefined) continue;
    if (directive.list) {
      fields[field] = longer(before, value, directive.list, statement, problems);
      continue;
    }
    if (before !== undefined) {
      const first = (firstLines ??= linesOf(block)).get(key) ?? line;
      const message = () => `${key} stands in line ${String(first)} too; this one counts, remove the other.`;
      problems.add(line, column, "warning", message);
    }
    fields[field] = value;
    if (field === "port" && typeof value === "number") ports.push({ statement, port: value });
  }
  return ports;
}

/** Adds a value to a list, if the list may be so long. */
function longer(before: unknown, value: unknown, list: ZodType, { line, column }: Statement, problems: ProblemList) {
  const values: unknown[] = Array.isArray(before) ? before : [];
  values.push(value);
  const { success, error } = list.safeParse(values);
  if (success) return values;
  values.pop();
  problems.add(line, column, "error", `${error.issues[0]?.message ?? "Too many"}; remove this line.`);
  return values;
}

/** The first line of every directive of a block. */
const linesOf = ({ statements }: Block) => new Map(statements.toReversed().map(({ key, line }) => [key, line]));

/** Leaves out what the kind of a check does not know, and says so. A check without a kind opens a connection. */
export function checkFields(block: Block, fields: Fields, problems: ProblemList): Fields {
  const written = block.statements.some(({ key }) => key === "kind");
  if (!written) problems.add(block.line, block.column, "error", "Write a kind into the check, such as kind = tcp.");
  const kind = typeof fields.kind === "string" ? fields.kind : undefined;
  const known: Fields = { name: fields.name, kind: kind ?? "tcp" };
  for (const [field, value] of Object.entries(fields)) {
    if (field === "kind" || field === "name") continue;
    const kinds: readonly string[] = checkKindsOf(field);
    if (kinds.includes(kind ?? "tcp")) known[field] = value;
    else if (kind !== undefined) {
      const statement = block.statements.find(({ key }) => directiveOf("check", key)?.field === field);
      const key = statement?.key ?? field;
      problems.add(statement?.line ?? block.line, statement?.column ?? block.column, "error", () => {
        return `${key} is for kind = ${kinds.join(", ")}, not for ${kind}; remove it, or change the kind.`;
      });
    }
  }
  return known;
}

/** The name of a block. Characters that no name may have become `-`, and a missing name becomes one, so nothing is lost. */
export function blockName({ name, line, nameColumn }: Block, problems: ProblemList): BlockName {
  if (/^[\w.-]{1,255}$/.test(name)) return name as BlockName; // what nearly all names are, and any name may be
  const asIs = blockNameSchema.safeParse(name.slice(0, 256));
  if (asIs.success) return asIs.data;
  const mended = name
    .slice(0, 255)
    .replace(/[^\S ]/gu, " ")
    .replace(/["'{}#/\p{C}\p{Zl}\p{Zp}]/gu, "-")
    .trim();
  const fallback = blockNameSchema.safeParse(mended).data ?? blockNameSchema.parse("unnamed");
  if (name !== "")
    problems.add(line, nameColumn, "warning", () => {
      return `The name is read as ${shown(fallback)}; a name has no quotes, braces, # or /, and at most 255 characters.`;
    });
  return fallback;
}
