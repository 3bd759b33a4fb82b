import type { Directive, Level, Origin } from "./directive.ts";
import { checkKindsOf, DIRECTIVES } from "./directives.ts";

/** The directives of a level as a table in Markdown, laid out as Prettier does. */
export function renderReference(level: Level): string {
  const head = ["Directive", "Value", "Default", level === "check" ? "For kinds" : "Known to", "Meaning"];
  const rows = DIRECTIVES[level].map((directive) => row(level, directive));
  const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |\n`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("");
}

function row(level: Level, directive: Directive): string[] {
  const { key, field, codec, help, origin } = directive;
  const known = level === "check" ? kinds(field) : KNOWN_TO[origin];
  return [`\`${key}\``, codec.kind, directive.default, known, help].map((cell, at) =>
    at === 0 ? cell : escaped(cell),
  );
}

function kinds(field: string): string {
  const known = checkKindsOf(field);
  return known.length > 5 ? "all" : known.join(", ");
}

const KNOWN_TO: Readonly<Record<Origin, string>> = {
  classic: "the original",
  gui: "the original's GUI only",
  new: "this program only",
};

/** What Markdown would read as its own. */
const escaped = (text: string) => text.replace(/[\\|*]/g, "\\$&").replaceAll("[", "\\[");
