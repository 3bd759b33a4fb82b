import { SCHEDULERS, type ConfigPath, type LvsConfig } from "../config/index.ts";
import type { Directive, Level } from "./directive.ts";
import { DIRECTIVES } from "./directives.ts";
import { renderDirective } from "./render.ts";

/** A line that makes the daemons of the original refuse the file. */
export type BeyondOriginal = { readonly path: ConfigPath; readonly line: string };

/** What of a configuration only this program understands. Empty: the original's daemons accept the rendered file. */
export function beyondOriginal(config: LvsConfig): BeyondOriginal[] {
  const found: BeyondOriginal[] = [];
  walk("global", config.global, ["global"], found);
  config.failoverServices.forEach((service, index) => walk("failover", service, ["failoverServices", index], found));
  config.virtualServers.forEach((service, index) => walk("virtual", service, ["virtualServers", index], found));
  return found;
}

const INNER = { servers: "server", checks: "check" } as const satisfies Record<string, Level>;

function walk(level: Level, block: object, path: ConfigPath, found: BeyondOriginal[]): void {
  const fields = block as Readonly<Record<string, unknown>>; // looked up by the fields the directives name
  if (level === "check") found.push({ path, line: `check ${String(fields.name)} {` });
  else
    for (const directive of DIRECTIVES[level]) {
      const value = fields[directive.field];
      for (const item of value === undefined ? [] : directive.list ? [value].flat() : [value]) {
        const line = renderDirective(directive, item);
        if (isBeyond(directive, line)) found.push({ path: [...path, directive.field], line });
      }
    }
  for (const [list, inner] of Object.entries(INNER)) {
    const blocks = fields[list];
    if (Array.isArray(blocks))
      blocks.forEach((item: object, index) => {
        walk(inner, item, [...path, list, index], found);
      });
  }
}

/** Whether the original refuses, or cannot understand, a directive as it is written. */
function isBeyond({ key, origin, codec }: Directive, line: string): boolean {
  if (origin !== "classic") return true;
  const value = line.slice(`${key} = `.length);
  if (value === "0.0.0.0" && NEVER_NOWHERE.includes(key)) return true;
  switch (codec.kind) {
    case "seconds":
      return value.includes(".");
    case "mask":
      return !value.includes(".");
    case "address and interface":
    case "address or host name":
    case "address, with or without a port":
      return (value.split(" ")[0] ?? "").includes(":");
    default:
      return (key === "scheduler" && !CLASSIC_SCHEDULERS.includes(value)) || (key === "protocol" && value === "sctp");
  }
}

const CLASSIC_SCHEDULERS: readonly string[] = SCHEDULERS.slice(0, 8);
/** Where 0.0.0.0 is refused; elsewhere it means "none". */
const NEVER_NOWHERE: readonly string[] = ["primary", "primary_private", "backup_private"];
