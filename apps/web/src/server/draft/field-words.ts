import { directiveOfField, renderDirective, type Level } from "@piranha/lvs/lvs-cf";
import { same } from "./canonical.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** Fields of a block that differ, by the names its directives have in lvs.cf; blocks inside it and the serial number are left out. */
export function differingFields(before: object, after: object): string[] {
  const [old, next] = [before as Fields, after as Fields];
  const fields = new Set([...Object.keys(old), ...Object.keys(next)]);
  return [...fields].filter((field) => !APART.has(field) && !same(old[field], next[field]));
}

/** `scheduler: wlc → rr`, in the file's own words. */
export function changeWords(level: Level, field: string, before: object, after: object): string {
  if (field === "name") return `renamed from ${String((before as Fields)[field])}`;
  const words = (value: object) => valueWords(level, field, (value as Fields)[field]);
  return `${keyOf(level, field)}: ${words(before)} → ${words(after)}`;
}

/** The directive that holds a field. */
export const keyOf = (level: Level, field: string): string => directiveOfField(level, field)?.key ?? field;

function valueWords(level: Level, field: string, value: unknown): string {
  const directive = directiveOfField(level, field);
  if (value === undefined) return "not set";
  if (!directive) return JSON.stringify(value);
  const values: unknown[] = directive.list ? [value].flat() : [value];
  const text = values.map((item) => renderDirective(directive, item).slice(directive.key.length + 3)).join(", ");
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

const APART = new Set(["servers", "checks", "serialNo"]);
const LONGEST = 80;
