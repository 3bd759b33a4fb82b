import { blockIds, sectionsOf, type Section } from "@piranha/lvs/lvs-cf";
import { diffLines, type DiffStep } from "./line-diff.ts";

/** One line of a difference. `folded` stands for that many unchanged lines which are not shown. */
export type DiffLine =
  | {
      readonly kind: " " | "+" | "-";
      readonly text: string;
      readonly oldLine: number | null;
      readonly newLine: number | null;
    }
  | { readonly kind: "folded"; readonly count: number };

/** How one block of lvs.cf differs between two texts. */
export type BlockDiff = {
  /** `global`, `virtual web`, `failover mail`. */
  readonly block: string;
  readonly kind: "changed" | "added" | "removed";
  readonly lines: readonly DiffLine[];
};

/**
 * How two files differ, block by block in the order of the new one; blocks that are equal are left out. One that has a new name is a
 * removed and an added one, as it is for a reader of the file.
 */
export function blockDiff(old: string, next: string): BlockDiff[] {
  const before = named(sectionsOf(old));
  const after = named(sectionsOf(next));
  const changed = [...after].map(([block, section]) => compared(block, before.get(block), section));
  const removed = [...before].filter(([block]) => !after.has(block));
  return [...changed, ...removed.map(([block, section]) => compared(block, section, undefined))].filter(
    ({ lines }) => lines.length > 0,
  );
}

function named(sections: readonly Section[]): Map<string, Section> {
  const of = (kind: Section["kind"]) => sections.filter((section) => section.kind === kind);
  const titles = new Map<Section, string>();
  for (const kind of ["virtual", "failover"] as const) {
    const ids = blockIds(of(kind));
    of(kind).forEach((section, at) => titles.set(section, `${kind} ${ids[at] ?? section.name}`));
  }
  return new Map(sections.map((section) => [titles.get(section) ?? "global", section]));
}

function compared(block: string, old: Section | undefined, next: Section | undefined): BlockDiff {
  const [before, after] = [old?.lines ?? [], next?.lines ?? []];
  const steps = diffLines(
    before.map(({ text }) => text),
    after.map(({ text }) => text),
  );
  const line = ({ kind, old: from, next: to }: DiffStep): DiffLine => ({
    kind,
    text: (kind === "+" ? after[to] : before[from])?.text ?? "",
    oldLine: kind === "+" ? null : (before[from]?.line ?? null),
    newLine: kind === "-" ? null : (after[to]?.line ?? null),
  });
  const kind = !old ? "added" : !next ? "removed" : "changed";
  return { block, kind, lines: steps.every((step) => step.kind === " ") ? [] : folded(steps.map(line)) };
}

/** Unchanged lines further than {@link AROUND} from a change become one that counts them. */
function folded(lines: readonly DiffLine[]): DiffLine[] {
  const changes = lines.flatMap(({ kind }, at) => (kind === " " ? [] : [at]));
  let next = 0;
  const near = lines.map((_, at) => {
    while (next < changes.length && (changes[next] ?? 0) < at - AROUND) next++;
    return (changes[next] ?? Infinity) <= at + AROUND;
  });
  const out: DiffLine[] = [];
  lines.forEach((line, at) => {
    const last = out.at(-1);
    if (near[at]) out.push(line);
    else if (last?.kind === "folded") out[out.length - 1] = { kind: "folded", count: last.count + 1 };
    else out.push({ kind: "folded", count: 1 });
  });
  return out;
}

const AROUND = 3;
