import { blockIds, directiveOf, sectionsOf, type Level, type Section } from "@piranha/lvs/lvs-cf";
import { virtualHref } from "../shell/places";

/** Where in the console a line of lvs.cf is edited. */
export type Place = {
  /** `web, real server number1`. */
  readonly words: string;
  /** Null for what has no page: failover services are edited in the file. */
  readonly href: string | null;
};

/** Finds the page of each line of an lvs.cf, with or without mistakes in it; `redundancy` are the global fields of that page. */
export function placesOf(text: string, redundancy: ReadonlySet<string>): (line: number) => Place | undefined {
  const places = new Map<number, Place>();
  const sections = sectionsOf(text);
  const ids = new Map<Section, string>();
  for (const kind of ["virtual", "failover"] as const) {
    const alike = sections.filter((section) => section.kind === kind);
    blockIds(alike).forEach((id, at) => {
      const section = alike[at];
      if (section) ids.set(section, id);
    });
  }
  for (const section of sections) {
    if (section.kind === "global")
      for (const { line, text: words } of section.lines) places.set(line, globalPlace(words, redundancy));
    else placeBlock(section, ids.get(section) ?? section.name, places);
  }
  return (line) => places.get(line);
}

function globalPlace(words: string, redundancy: ReadonlySet<string>): Place {
  const field = fieldOf("global", words);
  const onRedundancy = field !== undefined && redundancy.has(field);
  return onRedundancy
    ? { words: "Redundancy", href: `/redundancy#${field}` }
    : { words: "Global settings", href: field === undefined ? "/global" : `/global#${field}` };
}

function placeBlock({ kind, lines }: Section, id: string, places: Map<number, Place>): void {
  if (kind === "failover") {
    for (const { line } of lines) places.set(line, { words: `failover service ${id}`, href: null });
    return;
  }
  const open: { readonly kind: string; readonly name: string }[] = [];
  for (const { line, text } of lines) {
    const [, opened, name = ""] = /^\s*(server|check)\s+([^\s{]+)/.exec(text) ?? [];
    if (opened !== undefined) open.push({ kind: opened, name });
    places.set(line, virtualPlace(id, text, open));
    if (/^\s*\}/.test(text)) open.pop();
  }
}

function virtualPlace(id: string, text: string, open: readonly { kind: string; name: string }[]): Place {
  const server = open.find(({ kind }) => kind === "server");
  const check = open.find(({ kind }) => kind === "check");
  if (server) return { words: `${id}, real server ${server.name}`, href: virtualHref(id, "real-servers") };
  if (check) return { words: `${id}, check ${check.name}`, href: virtualHref(id, "monitoring") };
  const field = fieldOf("virtual", text);
  if (MONITORING.test(text))
    return { words: `${id}, monitoring`, href: `${virtualHref(id, "monitoring")}${anchor(field)}` };
  return { words: `virtual server ${id}`, href: `${virtualHref(id)}${anchor(field)}` };
}

/** Directives that have the page of monitoring scripts. */
const MONITORING = /^\s*(send|expect|send_program|expect_program)\s*=/;

const anchor = (field: string | undefined) => (field === undefined ? "" : `#${field}`);

function fieldOf(level: Level, text: string): string | undefined {
  const [, key] = /^\uFEFF?\s*([A-Za-z_]\w*)\s*=/.exec(text) ?? [];
  return key === undefined ? undefined : directiveOf(level, key)?.field;
}
