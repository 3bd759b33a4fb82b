import type { Check, LvsConfig, RealServer } from "../config/index.ts";
import type { Directive, Level } from "./directive.ts";
import { DIRECTIVES } from "./directives.ts";

/**
 * Writes an lvs.cf in the canonical form of the original's GUI, byte for byte what that GUI would write, and what the
 * original's daemons read as long as nothing new is used. Reading it gives `config` back.
 */
export function renderLvsCf(config: LvsConfig): string {
  const lines: string[] = [];
  writeFields(lines, "", "global", config.global);
  for (const service of config.failoverServices) {
    writeBlock(lines, "", "failover", service, (indent) => writeServers(lines, indent, service.servers));
  }
  for (const service of config.virtualServers) {
    writeBlock(lines, "", "virtual", service, (indent) => {
      writeChecks(lines, indent, service.checks);
      writeServers(lines, indent, service.servers);
    });
  }
  return lines.map((line) => `${line}\n`).join("");
}

/** `key = value`, as it stands in a file. */
export function renderDirective(directive: Directive, value: unknown): string {
  // The tables' types let a codec only near the field it fits, and the field's value passed its schema.
  return `${directive.key} = ${(directive.codec.write as (value: unknown) => string)(value)}`;
}

type Named = { readonly name: string };

function writeServers(lines: string[], indent: string, servers: readonly RealServer[]): void {
  for (const server of servers) {
    writeBlock(lines, indent, "server", server, (deeper) => writeChecks(lines, deeper, server.checks));
  }
}

function writeChecks(lines: string[], indent: string, checks: readonly Check[] | undefined): void {
  for (const check of checks ?? []) writeBlock(lines, indent, "check", check, () => undefined);
}

function writeBlock(
  lines: string[],
  indent: string,
  level: Level,
  block: Named,
  inner: (indent: string) => void,
): void {
  const name = block.name.includes(" ") ? `"${block.name}"` : block.name;
  lines.push(`${indent}${level} ${name} {`);
  const deeper = indent + (indent === "" ? OUTER_INDENT : INNER_INDENT);
  writeFields(lines, deeper, level, block);
  inner(deeper);
  lines.push(`${indent}}`);
}

function writeFields(lines: string[], indent: string, level: Level, block: object): void {
  const fields = block as Readonly<Record<string, unknown>>; // a block is looked up by the fields its directives name
  for (const directive of DIRECTIVES[level]) {
    const value = fields[directive.field];
    if (value === undefined) continue;
    if (directive.list && Array.isArray(value))
      for (const item of value) lines.push(indent + renderDirective(directive, item));
    else lines.push(indent + renderDirective(directive, value));
  }
}

/** The GUI's own: five blanks in a block, nine in a server. */
const OUTER_INDENT = "     ";
const INNER_INDENT = "    ";
