import type { Level } from "@piranha/lvs/lvs-cf";
import { changeWords, differingFields, keyOf, type Fields } from "./field-words.ts";

/** What somebody else did to a part that the draft changes too, in words. */
export type Clash = {
  readonly level: Level;
  /** `virtual web`, `server web/number1`. */
  readonly part: string;
  /** `deactivated`, `changed (weight: 1 → 5)`, `removed`. */
  readonly outside: string;
  /** `sets weight and active of it`. */
  readonly draft: string;
};

type Some = {
  readonly base?: object | undefined;
  readonly theirs?: object | undefined;
  readonly ours?: object | undefined;
};

export function clashOf(level: Level, part: string, { base, theirs, ours }: Some): Clash {
  return { level, part, outside: outsideWords(level, base, theirs), draft: draftWords(level, base, ours) };
}

/** The sentence that is kept until somebody settles it. */
export function clashWords({ part, outside, draft }: Clash, author: string, atMs: number): string {
  return `${subject(part)} was ${outside} by ${author} at ${clock(atMs)}; your draft ${draft}`;
}

function outsideWords(level: Level, base: object | undefined, theirs: object | undefined): string {
  if (!theirs) return "removed";
  if (!base) return "added";
  const fields = differingFields(base, theirs);
  const now = theirs as Fields;
  const switched = fields.includes("active") ? (now.active === true ? "activated" : "deactivated") : undefined;
  const drained = fields.includes("drain")
    ? now.drain === true
      ? "set to drain"
      : "released from draining"
    : undefined;
  const rest = fields
    .filter((field) => !(field === "active" || field === "drain"))
    .map((field) =>
      field === "name"
        ? `name: ${String((base as Fields).name)} → ${String(now.name)}`
        : changeWords(level, field, base, theirs),
    );
  const words = [switched, drained, rest.length > 0 ? `changed (${rest.join(", ")})` : undefined];
  return words.filter((word) => word !== undefined).join(" and ") || "changed";
}

function draftWords(level: Level, base: object | undefined, ours: object | undefined): string {
  if (!ours) return "removes it";
  if (!base) return "has one of that name, which stays";
  const keys = differingFields(base, ours).map((field) => keyOf(level, field));
  return keys.length === 0 ? "changes what is in it" : `sets ${listed(keys)} of it`;
}

/** `server web/number2` is said as number2 of web. */
function subject(part: string): string {
  const [, virtual, server, more = ""] = /^server ([^/]*)\/(.*?)( check .*)?$/.exec(part) ?? [];
  if (virtual !== undefined && server !== undefined)
    return `${more ? `${more.trim()} of ` : ""}${server} of ${virtual}`;
  if (part === "global") return "the global part";
  return part.replace(/^virtual (.*) (check .*)$/, "$2 of $1").replace(/^virtual /, "");
}

const listed = (words: readonly string[]) =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;

const clock = (atMs: number) => new Date(atMs).toTimeString().slice(0, 5);
