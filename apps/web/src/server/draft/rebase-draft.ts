import type { Check, LvsConfig, RealServer, VirtualServer } from "@piranha/lvs/config";
import { same } from "./canonical.ts";
import { clashOf, type Clash } from "./clash.ts";
import { withSerialNo } from "./draft-document.ts";
import { mergeFields, mergeLists, type Sides } from "./three-way.ts";

export type Rebased = { readonly config: LvsConfig; readonly clashes: readonly Clash[] };

/**
 * The draft after somebody else changed what it started from: field by field it takes what only they changed, and keeps what only the
 * draft changed. Where both changed the same field differently the draft's value stays, and a clash says so. The serial number is
 * always theirs.
 */
export function rebaseDraft(oldBase: LvsConfig, newBase: LvsConfig, draft: LvsConfig): Rebased {
  if (same(oldBase, draft)) return { config: newBase, clashes: [] };
  const clashes: Clash[] = [];
  const sides: Sides<LvsConfig> = { base: oldBase, theirs: newBase, ours: draft };
  const global = merged(
    "global",
    "global",
    pick(sides, ({ global }) => global),
    clashes,
  );
  const failoverServices = mergeFailovers(sides, clashes);
  const virtualServers = mergeVirtuals(sides, clashes);
  const config = withSerialNo({ global, failoverServices, virtualServers }, newBase.global.serialNo);
  return { config: same(config, draft) ? draft : config, clashes };
}

const pick = <From, To>({ base, theirs, ours }: Sides<From>, part: (from: From) => To): Sides<To> => ({
  base: part(base),
  theirs: part(theirs),
  ours: part(ours),
});

type Level = Clash["level"];

function merged<Block extends object>(level: Level, part: string, sides: Sides<Block>, clashes: Clash[]): Block {
  const { value, both } = mergeFields(sides);
  if (both.length > 0) clashes.push(clashOf(level, part, sides));
  return value;
}

/** They are only kept, never edited: a service that both sides changed stays as the draft has it. */
const mergeFailovers = (sides: Sides<LvsConfig>, clashes: Clash[]) =>
  mergeLists(
    pick(sides, ({ failoverServices }) => failoverServices),
    {
      merge: (id, block) => {
        if (same(block.base, block.ours)) return block.theirs;
        if (!same(block.base, block.theirs)) clashes.push(clashOf("failover", `failover ${id}`, block));
        return block.ours;
      },
      gone: (id, block) => clashes.push(clashOf("failover", `failover ${id}`, block)),
    },
  );

const mergeVirtuals = (sides: Sides<LvsConfig>, clashes: Clash[]) =>
  mergeLists(
    pick(sides, ({ virtualServers }) => virtualServers),
    {
      merge: (id, block): VirtualServer => {
        const fields = merged("virtual", `virtual ${id}`, block, clashes);
        const servers = mergeServers(
          id,
          pick(block, ({ servers }) => servers),
          clashes,
        );
        return withChecks({ ...fields, servers }, mergeChecks(`virtual ${id}`, block, clashes));
      },
      gone: (id, block) => clashes.push(clashOf("virtual", `virtual ${id}`, block)),
    },
  );

const mergeServers = (virtual: string, sides: Sides<readonly RealServer[]>, clashes: Clash[]): RealServer[] =>
  mergeLists(sides, {
    merge: (id, block): RealServer => {
      const part = `server ${virtual}/${id}`;
      return withChecks(merged("server", part, block, clashes), mergeChecks(part, block, clashes));
    },
    gone: (id, block) => clashes.push(clashOf("server", `server ${virtual}/${id}`, block)),
  });

type Checked = { checks?: Check[] | undefined };

/** A check of another kind has other fields, so what both sides changed is not mixed where the kinds differ. */
const mergeChecks = (owner: string, sides: Sides<Checked>, clashes: Clash[]): Check[] =>
  mergeLists<Check>(
    pick(sides, ({ checks }) => checks ?? []),
    {
      merge: (id, block) => {
        const part = `${owner} check ${id}`;
        if (same(block.base, block.ours)) return block.theirs;
        if (same(block.base, block.theirs) || same(block.ours, block.theirs)) return block.ours;
        if (block.ours.kind === block.theirs.kind && block.base.kind === block.ours.kind)
          return merged<Check>("check", part, block, clashes);
        clashes.push(clashOf("check", part, block));
        return block.ours;
      },
      gone: (id, block) => clashes.push(clashOf("check", `${owner} check ${id}`, block)),
    },
  );

function withChecks<Block extends Checked>(block: Block, checks: Check[]): Block {
  const rest = { ...block };
  delete rest.checks;
  return checks.length > 0 ? { ...rest, checks } : rest;
}
