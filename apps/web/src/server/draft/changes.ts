import type { Check, FailoverService, LvsConfig, RealServer, VirtualServer } from "@piranha/lvs/config";
import { blockIds, matchBlocks, type Level } from "@piranha/lvs/lvs-cf";
import { same } from "./canonical.ts";
import type { Change } from "./change.ts";
import { changeWords, differingFields } from "./field-words.ts";

/** Everything that differs between what runs and what the draft says, in the order of the file. The serial number is not told. */
export function changesBetween(base: LvsConfig, draft: LvsConfig): Change[] {
  return [
    ...fieldChanges("global", "global", base.global, draft.global),
    ...listChanges(base.virtualServers, draft.virtualServers, VIRTUALS),
    ...listChanges(base.failoverServices, draft.failoverServices, FAILOVERS),
  ];
}

/** Whether a block that came is one that went, under a new name. */
export const alikeBlocks = <Block extends object>(old: Block, next: Block): boolean => {
  const address = (block: Block) => ("address" in block ? block.address : undefined);
  return (
    (address(old) !== undefined && same(address(old), address(next))) ||
    same({ ...old, name: undefined }, { ...next, name: undefined })
  );
};

type Kind<Block> = {
  readonly part: (id: string) => string;
  readonly summary: (block: Block) => string;
  readonly changed: (id: string, old: Block, next: Block) => Change[];
  /** What to say, and of which part, when the blocks change places. */
  readonly order: Change;
};

function listChanges<Block extends { readonly name: string }>(
  old: readonly Block[],
  next: readonly Block[],
  kind: Kind<Block>,
): Change[] {
  if (same(old, next)) return [];
  const places = matchBlocks(old, next, alikeBlocks);
  const ids = blockIds(next);
  const oldIds = blockIds(old);
  const kept = new Set(places);
  const removed = old.flatMap((block, at): Change[] =>
    kept.has(at)
      ? []
      : [{ part: kind.part(oldIds[at] ?? block.name), kind: "removed", text: `removed: ${kind.summary(block)}` }],
  );
  const others = next.flatMap((block, at): Change[] => {
    const before = old[places[at] ?? -1];
    const id = ids[at] ?? block.name;
    if (!before) return [{ part: kind.part(id), kind: "added", text: `added: ${kind.summary(block)}` }];
    return same(before, block) ? [] : kind.changed(id, before, block);
  });
  const order = places.filter((place) => place !== undefined);
  const moved = order.some((place, at) => place < (order[at - 1] ?? 0));
  return [...others, ...removed, ...(moved ? [kind.order] : [])];
}

const fieldChanges = (level: Level, part: string, old: object, next: object): Change[] =>
  differingFields(old, next).map((field) => ({ part, kind: "changed", text: changeWords(level, field, old, next) }));

const moved = (part: string, what: string): Change => ({
  part,
  kind: "changed",
  text: `${what} stand in another order`,
});

const VIRTUALS: Kind<VirtualServer> = {
  part: (id) => `virtual ${id}`,
  summary: ({ address, port, protocol, servers }) =>
    `${address?.address ?? "no address"}:${String(port ?? 80)} ${protocol ?? "tcp"}, ${counted(servers.length, "real server")}`,
  changed: (id, old, next) => [
    ...fieldChanges("virtual", `virtual ${id}`, old, next),
    ...listChanges(old.checks ?? [], next.checks ?? [], checksOf(`virtual ${id}`)),
    ...listChanges(old.servers, next.servers, serversOf(id)),
  ],
  order: moved("order", "virtual servers"),
};

const FAILOVERS: Kind<FailoverService> = {
  part: (id) => `failover ${id}`,
  summary: ({ servers }) => counted(servers.length, "server"),
  changed: (id, old, next) => [
    ...fieldChanges("failover", `failover ${id}`, old, next),
    ...(same(old.servers, next.servers)
      ? []
      : [{ part: `failover ${id}`, kind: "changed" as const, text: "its servers" }]),
  ],
  order: moved("order", "failover services"),
};

const serversOf = (virtual: string): Kind<RealServer> => ({
  part: (id) => `server ${virtual}/${id}`,
  summary: ({ address, port }) => `${address ?? "no address"}${port === undefined ? "" : `:${String(port)}`}`,
  changed: (id, old, next) => [
    ...fieldChanges("server", `server ${virtual}/${id}`, old, next),
    ...listChanges(old.checks ?? [], next.checks ?? [], checksOf(`server ${virtual}/${id}`)),
  ],
  order: moved(`virtual ${virtual}`, "real servers"),
});

const checksOf = (owner: string): Kind<Check> => ({
  part: () => owner,
  summary: ({ name, kind }) => `check ${name} (${kind})`,
  changed: (id, old, next) =>
    fieldChanges("check", owner, old, next).map((change) => ({ ...change, text: `check ${id}: ${change.text}` })),
  order: moved(owner, "checks"),
});

const counted = (count: number, what: string) => `${String(count)} ${what}${count === 1 ? "" : "s"}`;
