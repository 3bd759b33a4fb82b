import { EMPTY_CONFIG } from "@piranha/lvs/config";
import { parseLvsCf, unreadOf, type Problem } from "@piranha/lvs/lvs-cf";
import type { Change } from "./change.ts";
import { changesBetween } from "./changes.ts";
import type { LvsConfig } from "@piranha/lvs/config";
import { virtualRows, type VirtualRow } from "./virtual-rows.ts";

/** What a text would become as the draft. */
export type ImportPreview = {
  /** The first 1,000, errors before warnings. */
  readonly problems: readonly Problem[];
  readonly virtuals: readonly VirtualRow[];
  readonly counts: {
    readonly virtualServers: number;
    readonly realServers: number;
    readonly failoverServices: number;
    readonly lines: number;
    readonly errors: number;
    readonly warnings: number;
  };
  /** Against the draft as it is; the first 200. */
  readonly changes: readonly Change[];
  readonly changeCount: number;
  /** What of the text would be lost, in sentences; empty when all of it, comments included, is kept. */
  readonly unread: readonly string[];
  /** No error is in it. With errors it can still become the draft, and be mended there. */
  readonly installable: boolean;
};

/** Reads a text as it would be taken, and takes nothing. */
export function previewImport(text: string, draft: LvsConfig): ImportPreview {
  const { config, problems } = parseLvsCf(text);
  const errors = problems.filter(({ severity }) => severity === "error");
  const warnings = problems.filter(({ severity }) => severity === "warning");
  const changes = changesBetween(draft, config);
  return {
    problems: [...errors, ...warnings].slice(0, MOST_PROBLEMS),
    virtuals: virtualRows(EMPTY_CONFIG, config).map((row) => ({ ...row, change: null })),
    counts: {
      virtualServers: config.virtualServers.length,
      realServers: config.virtualServers.reduce((sum, { servers }) => sum + servers.length, 0),
      failoverServices: config.failoverServices.length,
      lines: text.split("\n").length,
      errors: errors.length,
      warnings: warnings.length,
    },
    changes: changes.slice(0, MOST_CHANGES),
    changeCount: changes.length,
    unread: unreadWords(text),
    installable: errors.length === 0,
  };
}

/** A file without mistakes is kept as it is, every character of it. */
function unreadWords(text: string): string[] {
  const { lines, comments } = unreadOf(text);
  if (lines.length === 0) return [];
  const shown = lines
    .slice(0, MOST_LINES)
    .map(({ line, text: words }) => `line ${String(line)} is not read: ${words.slice(0, 100)}`);
  const more = lines.length > shown.length ? [`${String(lines.length - shown.length)} more lines are not read`] : [];
  const lost = `the file is written anew because of its mistakes: ${String(comments)} comment lines, blank lines and the order are lost`;
  return [...shown, ...more, ...(comments > 0 ? [lost] : [])];
}

const MOST_PROBLEMS = 1_000;
export const MOST_CHANGES = 200;
const MOST_LINES = 50;
