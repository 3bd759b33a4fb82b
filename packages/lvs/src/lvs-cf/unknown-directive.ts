import { BLOCK_LEVELS } from "./block.ts";
import type { Level } from "./directive.ts";
import { directiveOf, DIRECTIVES, LEVELS } from "./directives.ts";
import { nearest } from "./nearest.ts";
import { shown } from "./problem.ts";

/** What to say about a line of `level` whose first word is no directive there. */
export function unknownDirective(level: Level, key: string, equals: boolean): string {
  const homes = LEVELS.filter((other) => directiveOf(other, key) !== undefined);
  const word = shown(key);
  if (BLOCK_LEVELS.some((block) => block === key)) return `Write ${key} NAME { … }: ${key} opens a block.`;
  if (homes.length > 0) return `${word} may not stand ${HERE[level]}; write it ${places(homes)}.`;
  const here = nearest(key, keys(level));
  if (here !== undefined) return `There is no directive ${word}; did you mean ${here}?`;
  const other = LEVELS.flatMap((home) => nearest(key, keys(home)) ?? [])[0];
  if (other !== undefined) {
    const home = LEVELS.find((candidate) => directiveOf(candidate, other)) ?? "global";
    return `There is no directive ${word}; did you mean ${other}, which may stand ${places([home])}?`;
  }
  return equals
    ? `There is no directive ${word}; remove the line, or write # in front of it to keep it as a comment.`
    : "This is no directive; write # in front of the line if it is a comment, or remove it.";
}

const keys = (level: Level) => DIRECTIVES[level].map(({ key }) => key);

const HERE: Readonly<Record<Level, string>> = {
  global: "outside the blocks",
  virtual: "in a virtual block",
  failover: "in a failover block",
  server: "in a server block",
  check: "in a check block",
};

/** `outside all blocks or in a virtual, failover or server block` */
function places(levels: readonly Level[]): string {
  const blocks = levels.filter((level) => level !== "global");
  const last = blocks.at(-1);
  const inside = blocks.length > 1 ? `${blocks.slice(0, -1).join(", ")} or ${last ?? ""}` : (last ?? "");
  return [levels.includes("global") ? "outside all blocks" : "", inside && `in a ${inside} block`]
    .filter(Boolean)
    .join(" or ");
}
