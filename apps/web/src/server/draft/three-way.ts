import { blockIds, matchBlocks } from "@piranha/lvs/lvs-cf";
import { same } from "./canonical.ts";
import { alikeBlocks } from "./changes.ts";

/** A value before, as somebody else has made it, and as the draft has it. */
export type Sides<Value> = { readonly base: Value; readonly theirs: Value; readonly ours: Value };

/**
 * Merges the fields of a block; those that hold blocks, `servers` and `checks`, stay ours.
 *
 * @returns also the fields that both sides changed differently.
 */
export function mergeFields<Block extends object>({
  base,
  theirs,
  ours,
}: Sides<Block>): { value: Block; both: string[] } {
  const [b, t, o] = [base, theirs, ours] as Readonly<Record<string, unknown>>[];
  const both: string[] = [];
  const value: Record<string, unknown> = {};
  for (const field of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const [was, their, our] = [b?.[field], t?.[field], o?.[field]];
    const takeTheirs = !BLOCKS.has(field) && same(was, our);
    if (!BLOCKS.has(field) && field !== "serialNo" && !takeTheirs && !same(was, their) && !same(our, their))
      both.push(field);
    const taken = takeTheirs ? their : our;
    if (taken !== undefined) value[field] = taken;
  }
  // every field has the value it has on one of the sides
  return { value: value as Block, both };
}

const BLOCKS = new Set(["servers", "checks"]);

type Named = { readonly name: string };
type Some<Block> = {
  readonly base: Block | undefined;
  readonly theirs: Block | undefined;
  readonly ours: Block | undefined;
};

/**
 * Merges lists of named blocks. A block that only one side removed goes, unless the other one changed it: then it is as the draft has
 * it, and `gone` is told.
 */
export function mergeLists<Block extends Named>(
  { base, theirs, ours }: Sides<readonly Block[]>,
  on: {
    readonly merge: (id: string, sides: Sides<Block>) => Block;
    readonly gone: (id: string, sides: Some<Block>) => void;
  },
): Block[] {
  if (same(base, ours)) return [...theirs];
  if (same(base, theirs)) return [...ours];
  const ourKeys = keysOf(base, ours);
  const ourIds = new Map(blockIds(ours).map((id, at) => [id, at]));
  const theirIds = blockIds(theirs);
  const theirKeys = keysOf(base, theirs).map((key, at) => {
    // a block that both added is one block
    const twin = key.startsWith("new") ? ourIds.get(theirIds[at] ?? "") : undefined;
    const twinKey = ourKeys[twin ?? -1];
    return twinKey?.startsWith("new") ? twinKey : `${key.startsWith("new") ? "their " : ""}${key}`;
  });
  const our = new Map(ourKeys.map((key, at) => [key, at]));
  const their = new Map(theirKeys.map((key, at) => [key, at]));
  const ids = blockIds(ours);
  const baseIds = blockIds(base);
  const old = new Map(base.map((block, at) => [`old ${String(at)}`, { block, id: baseIds[at] ?? block.name }]));

  const moved = isMoved(ourKeys);
  const order = moved ? interleaved(ourKeys, theirKeys) : interleaved(theirKeys, ourKeys);
  return order.flatMap((key): Block[] => {
    const [o, t, b] = [ours[our.get(key) ?? -1], theirs[their.get(key) ?? -1], old.get(key)];
    const id = ids[our.get(key) ?? -1] ?? b?.id ?? theirIds[their.get(key) ?? -1] ?? "";
    if (o && t) {
      if (b) return [on.merge(id, { base: b.block, theirs: t, ours: o })];
      if (!same(o, t)) on.gone(id, { base: undefined, theirs: t, ours: o });
      return [o];
    }
    if (!b) return o ? [o] : t ? [t] : [];
    const stays = o ?? t;
    if (!stays || same(stays, b.block)) return [];
    on.gone(id, { base: b.block, theirs: t, ours: o });
    return o ? [o] : [];
  });
}

/** `old 3` for a block that was there before, `new 1` for one that was not. */
const keysOf = <Block extends Named>(base: readonly Block[], side: readonly Block[]): string[] =>
  matchBlocks(base, side, alikeBlocks).map((place, at) =>
    place === undefined ? `new ${String(at)}` : `old ${String(place)}`,
  );

function isMoved(keys: readonly string[]): boolean {
  const places = keys.filter((key) => key.startsWith("old")).map((key) => Number(key.slice(4)));
  return places.some((place, at) => place < (places[at - 1] ?? 0));
}

/** The first order, with what only the second has behind what it follows there. */
function interleaved(first: readonly string[], second: readonly string[]): string[] {
  const known = new Set(first);
  const behind = new Map<string, string[]>();
  let before = "";
  for (const key of second) {
    if (known.has(key)) before = key;
    else behind.set(before, [...(behind.get(before) ?? []), key]);
  }
  return [...(behind.get("") ?? []), ...first.flatMap((key) => [key, ...(behind.get(key) ?? [])])];
}
