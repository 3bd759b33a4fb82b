/**
 * What blocks are known by: their names, with `#2` behind that of the second of one name. No name contains a `#`.
 */
export function blockIds(blocks: readonly Named[]): string[] {
  const seen = new Map<string, number>();
  return blocks.map(({ name }) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}#${String(count)}`;
  });
}

/**
 * For each block of `next`, where it is among `old`; undefined for a new one. Blocks go by their ids; one that went and one that came at
 * the same place are the same under a new name, if they are `alike`.
 */
export function matchBlocks<Block extends Named>(
  old: readonly Block[],
  next: readonly Block[],
  alike: (old: Block, next: Block) => boolean,
): (number | undefined)[] {
  const places = new Map(blockIds(old).map((id, at) => [id, at]));
  const matched = blockIds(next).map((id) => places.get(id));
  const taken = new Set(matched);
  let before = -1;
  return next.map((block, at) => {
    const same = matched[at];
    const candidate = before + 1;
    const other = taken.has(candidate) ? undefined : old[candidate];
    const found = same ?? (other && alike(other, block) ? candidate : undefined);
    before = found ?? before;
    return found;
  });
}

type Named = { readonly name: string };
