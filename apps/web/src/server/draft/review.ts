import type { LvsConfig } from "@piranha/lvs/config";
import { matchBlocks, parseLvsCf, type Problem } from "@piranha/lvs/lvs-cf";
import { asUnreachable, RouterUnreachable } from "../agent/door.ts";
import type { Router, Routers } from "../agent/routers.ts";
import { blockDiff, type BlockDiff } from "./block-diff.ts";
import type { Change } from "./change.ts";
import { alikeBlocks } from "./changes.ts";
import { baseFacts, type BaseFacts } from "./draft-document.ts";
import type { Conflict, DraftState } from "./draft-state.ts";
import { idsOf } from "./findings.ts";
import { nextText } from "./next-text.ts";
import type { RevisionLog } from "./revision-log.ts";
import { riskyChanges } from "./risky.ts";

/** What one router says it would do. */
export type RouterPlan =
  | {
      readonly name: string;
      readonly kind: "plan";
      readonly commands: readonly string[];
      readonly warnings: readonly string[];
    }
  | { readonly name: string; readonly kind: "refused"; readonly reasons: readonly string[] }
  | { readonly name: string; readonly kind: "unreachable"; readonly words: string };

/** Everything to see before the draft is applied. */
export type Review = {
  readonly draftVersion: number;
  readonly base: BaseFacts | null;
  /** The serial number that an apply would give. */
  readonly serialNo: number;
  readonly changes: readonly Change[];
  readonly diff: readonly BlockDiff[];
  /** Errors keep it from being applied. Lines are those of `text`. */
  readonly problems: readonly Problem[];
  /** Sentences about changes that can cut off an operator or a router; empty when there are none. */
  readonly risky: readonly string[];
  readonly conflicts: readonly Conflict[];
  readonly routers: readonly RouterPlan[];
  /** Active and inactive connections on servers that the change removes or switches off; null where not counted. */
  readonly connections: readonly { readonly part: string; readonly count: number | null }[];
  /** The whole lvs.cf that would be installed. */
  readonly text: string;
};

type Options = {
  readonly state: DraftState;
  readonly routers: Routers;
  readonly log: RevisionLog;
  readonly connectionsOf: (serviceId: string, serverName: string) => number | null;
};

/** What an apply of the draft as it is now would do. */
export async function reviewDraft({ state, routers, log, connectionsOf }: Options): Promise<Review> {
  const document = state.now();
  const { base, config, version } = document;
  const { text, serialNo } = nextText(document, routers.all, await log.highestSerialNo());
  return {
    draftVersion: version,
    base: baseFacts(base),
    serialNo,
    changes: state.changes(),
    diff: blockDiff(base.text, text),
    problems: parseLvsCf(text).problems,
    risky: riskyChanges(base.config, config),
    conflicts: state.conflicts(),
    routers: await Promise.all(routers.all.map((router) => planOf(router, text))),
    connections: serversGoing(base.config, config).map(({ id, server }) => ({
      part: `server ${id}/${server}`,
      count: connectionsOf(id, server),
    })),
    text,
  };
}

async function planOf({ name, follower, door }: Router, text: string): Promise<RouterPlan> {
  const link = follower.link();
  if (link.kind === "silent") return { name, kind: "unreachable", words: link.words };
  try {
    return { name, ...(await door.client.plan.query({ text })) };
  } catch (error) {
    const cause = asUnreachable(error);
    const words = cause instanceof Error ? cause.message : String(cause);
    return cause instanceof RouterUnreachable
      ? { name, kind: "unreachable", words }
      : { name, kind: "refused", reasons: [words] };
  }
}

/** Real servers that take connections now and will not, by the ids their service has in what runs. */
function serversGoing(base: LvsConfig, draft: LvsConfig): { readonly id: string; readonly server: string }[] {
  const places = matchBlocks(base.virtualServers, draft.virtualServers, alikeBlocks);
  const ids = idsOf(base.virtualServers);
  return base.virtualServers.flatMap((virtual, at) => {
    const next = draft.virtualServers[places.indexOf(at)];
    if (next === virtual || !virtual.active) return [];
    const kept = matchBlocks(virtual.servers, next?.servers ?? [], alikeBlocks);
    return virtual.servers
      .filter((server, place) => {
        const after = next?.servers[kept.indexOf(place)];
        const stays = next?.active && after?.active && after.address === server.address && after.port === server.port;
        return server.active === true && !stays;
      })
      .map((server) => ({ id: ids[at] ?? virtual.name, server: server.name }));
  });
}
