import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockDiff } from "../../../src/server/draft/block-diff.ts";
import { diffLines } from "../../../src/server/draft/line-diff.ts";
import { TEXT } from "./world.ts";

const few = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 });

/** Length of the longest common subsequence, the slow and sure way. */
function common(a: readonly string[], b: readonly string[]): number {
  const [first, ...rest] = a;
  if (first === undefined || b.length === 0) return 0;
  const at = b.indexOf(first);
  return Math.max(common(rest, b), at === -1 ? 0 : 1 + common(rest, b.slice(at + 1)));
}

describe("diffLines", () => {
  it("leads from one list to the other in as few steps as possible", () => {
    fc.assert(
      fc.property(few, few, (old, next) => {
        const steps = diffLines(old, next);
        expect(steps.filter(({ kind }) => kind !== "+").map((step) => old[step.old])).toEqual(old);
        expect(steps.filter(({ kind }) => kind !== "-").map((step) => next[step.next])).toEqual(next);
        expect(steps.filter(({ kind }) => kind === " ")).toHaveLength(common(old, next));
      }),
    );
  });

  it("gives up on texts that have nothing in common, and still leads from one to the other", () => {
    const [old, next] = [
      Array.from({ length: 50 }, (_, at) => `a${String(at)}`),
      Array.from({ length: 50 }, (_, at) => `b${String(at)}`),
    ];
    expect(
      diffLines(old, next, 10)
        .map(({ kind }) => kind)
        .join(""),
    ).toBe("-".repeat(50) + "+".repeat(50));
  });
});

describe("blockDiff", () => {
  it("leaves out what is equal, and folds what is far from a change", () => {
    expect(blockDiff(TEXT, TEXT)).toEqual([]);
    const [web, ...more] = blockDiff(TEXT, TEXT.replace("address = 10.0.0.2", "address = 10.0.0.9"));
    expect(more).toEqual([]);
    expect(web).toMatchObject({ block: "virtual web", kind: "changed" });
    expect(
      web?.lines.map((line) => (line.kind === "folded" ? `… ${String(line.count)}` : line.kind + line.text.trim())),
    ).toEqual([
      ...["… 7", " weight = 1", " }", " server number2 {", "-address = 10.0.0.2", "+address = 10.0.0.9", " active = 1"],
      ...[" weight = 1", " }", "… 1"],
    ]);
  });

  it("tells blocks that came from blocks that went", () => {
    const other = TEXT.replace("virtual mail {", "virtual post {");
    expect(blockDiff(TEXT, other).map(({ block, kind, lines }) => [block, kind, lines.length])).toEqual([
      ["virtual post", "added", 5],
      ["virtual mail", "removed", 5],
    ]);
    expect(blockDiff("", TEXT).map(({ kind }) => kind)).toEqual(["changed", "added", "added"]);
  });
});
