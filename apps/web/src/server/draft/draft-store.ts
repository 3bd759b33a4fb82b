import type {
  GlobalSettings,
  globalSettingsSchema,
  realServerSchema,
  VirtualServer,
  virtualServerSchema,
} from "@piranha/lvs/config";
import { parseLvsCf } from "@piranha/lvs/lvs-cf";
import type * as z from "zod";
import type { DraftFeed } from "../../live/feed.ts";
import type { Routers } from "../agent/routers.ts";
import type { Db } from "../db/open.ts";
import { DomainError } from "../domain-error.ts";
import { applier, type Applier } from "./apply.ts";
import { blockDiff, type BlockDiff } from "./block-diff.ts";
import type { Change } from "./change.ts";
import { baseFacts, withSerialNo, type BaseFacts, type Source } from "./draft-document.ts";
import { draftParts } from "./draft-parts.ts";
import { draftState, type Conflict, type Edited } from "./draft-state.ts";
import { findingsOf, type Warning } from "./findings.ts";
import { followBase } from "./follow-base.ts";
import { MOST_CHANGES, previewImport, type ImportPreview } from "./import-preview.ts";
import { refuseOtherVersion } from "./part-conflict.ts";
import { reviewDraft, type Review } from "./review.ts";
import { revisionLog, type RevisionEntry } from "./revision-log.ts";
import type { VirtualRow } from "./virtual-rows.ts";

export type DraftSummary = {
  readonly version: number;
  /** The first 200. */
  readonly changes: readonly Change[];
  readonly changeCount: number;
  readonly conflicts: readonly Conflict[];
  readonly base: BaseFacts | null;
  readonly problems: { readonly errors: number; readonly warnings: number };
  readonly lastEdit: Edited | null;
};
/** After a change: the hash to base the next one on. Warnings do not keep it from being applied. */
export type Written = { readonly hash: string; readonly draftVersion: number; readonly warnings: readonly Warning[] };

/** A part as it is in the draft. Whoever changes it names the `hash` of what they changed. */
export type Part<Value> = { readonly value: Value; readonly hash: string; readonly lastEdit: Edited | null };

type SettingsInput = z.input<typeof globalSettingsSchema>;
type VirtualInput = z.input<typeof virtualServerSchema>;
type ServerInput = z.input<typeof realServerSchema>;

/**
 * What people want lvs.cf to be. Every change is in the database when its promise resolves. Every refusal is a {@link DomainError}: `CONFLICT`
 * with `changedBy` when somebody else was faster, `BAD_REQUEST` with `fields` when the value is wrong, `NOT_FOUND`.
 */
export type DraftStore = {
  readonly feed: () => DraftFeed;
  /** Calls `listener` after every change of the draft, its base, or its conflicts. Returns how to stop that. */
  readonly onChange: (listener: () => void) => () => void;
  readonly summary: () => DraftSummary;
  readonly discard: (input: { version: number }, author: string) => Promise<{ version: number }>;
  readonly settle: (input: { conflictId: number }, author: string) => Promise<void>;

  readonly settings: {
    /** Without `serialNo`, which an apply sets. */
    readonly get: () => Part<GlobalSettings>;
    readonly set: (input: { hash: string; value: SettingsInput }, author: string) => Promise<Written>;
  };
  readonly virtuals: {
    readonly list: () => readonly VirtualRow[];
    readonly get: (id: string) => Part<VirtualServer> & { readonly id: string; readonly index: number };
    /** At the end, or behind another one. */
    readonly add: (
      input: { value: VirtualInput; afterId?: string | undefined },
      author: string,
    ) => Promise<WrittenVirtual>;
    /** The id changes when it is renamed. */
    readonly set: (input: { id: string; hash: string; value: VirtualInput }, author: string) => Promise<WrittenVirtual>;
    readonly remove: (input: { id: string; hash: string }, author: string) => Promise<{ draftVersion: number }>;
    /** Behind the original, inactive, so that the two do not claim one address. */
    readonly duplicate: (input: { id: string; name: string }, author: string) => Promise<WrittenVirtual>;
    readonly setMany: (
      input: { ids: readonly string[]; active: boolean },
      author: string,
    ) => Promise<{ draftVersion: number; changed: number; warnings: readonly Warning[] }>;
    /** `serverId` null adds one. `hash` is that of the whole virtual server, before and after. */
    readonly setServer: (
      input: { id: string; serverId: string | null; hash: string; value: ServerInput },
      author: string,
    ) => Promise<WrittenVirtual & { readonly serverId: string }>;
    readonly removeServer: (
      input: { id: string; serverId: string; hash: string },
      author: string,
    ) => Promise<WrittenVirtual>;
  };
  readonly review: {
    readonly get: () => Promise<Review>;
    /** One at a time. Resolves when every router has answered or was given up on. */
    readonly apply: Applier["apply"];
    /** The newest apply, also one of an earlier life of the console. */
    readonly last: Applier["last"];
    readonly running: Applier["running"];
  };
  readonly revisions: {
    /** 50, newest first; `next` asks for those before. */
    readonly list: (before?: number) => Promise<{ entries: readonly RevisionEntry[]; next: number | null }>;
    readonly get: (id: number) => Promise<RevisionEntry & { readonly text: string }>;
    readonly compare: (input: { a: number; b: number }) => Promise<readonly BlockDiff[]>;
    /** The text's configuration becomes the draft; nothing is applied. */
    readonly restore: (input: { id: number }, author: string) => Promise<{ version: number; note: string }>;
  };
  readonly imports: {
    readonly preview: (text: string) => ImportPreview;
    readonly take: (input: { text: string; draftVersion: number }, author: string) => Promise<{ version: number }>;
  };
  /** Says whose the revision is that a router runs since a one-click change, so that it is not taken for a stranger's. */
  readonly recordClick: (click: { author: string; sha256: string; description: string }) => void;
  /** Stops following the routers and waits for what is under way. */
  readonly close: () => Promise<void>;
};

export type WrittenVirtual = Written & { readonly id: string };

export type DraftOptions = {
  readonly db: Db;
  readonly cluster: string;
  readonly routers: Routers;
  /** Active and inactive connections of a real server now; null where they are not counted. */
  readonly connectionsOf?: (serviceId: string, serverName: string) => number | null;
  /** How long an apply asks a router that fell silent in the middle what it runs; 10,000 where absent. */
  readonly patienceMs?: number;
};

/** Reads the draft from the database and follows the routers from then on. */
export async function draftStore(options: DraftOptions): Promise<DraftStore> {
  const { db, cluster, routers, connectionsOf = () => null, patienceMs = 10_000 } = options;
  const state = await draftState(db, cluster);
  const log = revisionLog(db, cluster);
  const applies = applier({ state, routers, log, catchUp: () => follower.catchUp(), patienceMs });
  const follower = followBase({ state, routers, log, applying: () => applies.running() !== null });

  /** Makes another text the draft; what runs stays what runs. */
  const replace = async (source: Source, author: string) => {
    const { base, version } = state.now();
    const config = withSerialNo(parseLvsCf(source.text).config, base.config.global.serialNo);
    const edit = { part: "all", text: source.note };
    await state.commit({ next: { config, source }, author, touched: ["all"], edit, settledUpTo: version });
    return state.now().version;
  };

  return {
    feed: () => ({
      version: state.now().version,
      changes: state.changes().length,
      conflicts: state.conflicts().length,
      lastEdit: state.lastEdit(),
    }),
    onChange: state.onChange,
    summary: () => {
      const { version, base, config } = state.now();
      const errors = findingsOf(config).filter(({ severity }) => severity === "error").length;
      return {
        version,
        changes: state.changes().slice(0, MOST_CHANGES),
        changeCount: state.changes().length,
        conflicts: state.conflicts(),
        base: baseFacts(base),
        problems: { errors, warnings: findingsOf(config).length - errors },
        lastEdit: state.lastEdit(),
      };
    },
    discard: ({ version }, author) =>
      state.inTurn(async () => {
        const { base, version: now } = state.now();
        refuseOtherVersion(version, now, state.lastTouch(), author);
        const touched = ["all"];
        await state.commit({ next: { config: base.config, source: null }, author, touched, settledUpTo: now });
        return { version: state.now().version };
      }),
    settle: ({ conflictId }) =>
      state.inTurn(async () => {
        const settled = await state.settle(conflictId);
        if (!settled) throw new DomainError("NOT_FOUND", "This conflict is settled already");
      }),
    ...draftParts(state),
    review: {
      get: () => reviewDraft({ state, routers, log, connectionsOf }),
      ...applies,
    },
    revisions: {
      list: log.list,
      get: log.get,
      compare: async ({ a, b }) => blockDiff((await log.get(a)).text, (await log.get(b)).text),
      restore: async ({ id }, author) => {
        const { text, serialNo, atMs } = await log.get(id);
        const note = `restored serial_no ${String(serialNo)} of ${new Date(atMs).toISOString().slice(0, 16).replace("T", " ")} UTC`;
        const version = await state.inTurn(() => replace({ kind: "restore", text, note }, author));
        return { version, note };
      },
    },
    imports: {
      preview: (text) => previewImport(text, state.now().config),
      take: ({ text, draftVersion }, author) =>
        state.inTurn(async () => {
          refuseOtherVersion(draftVersion, state.now().version, state.lastTouch(), author);
          const { config, problems } = parseLvsCf(text);
          const nothing = config.virtualServers.length + config.failoverServices.length === 0;
          if (nothing && problems.some(({ severity }) => severity === "error"))
            throw new DomainError("BAD_REQUEST", "This text is no lvs.cf: no virtual server could be read from it");
          const note = `imported ${String(config.virtualServers.length)} virtual servers`;
          return { version: await replace({ kind: "import", text, note }, author) };
        }),
    },
    recordClick: follower.recordClick,
    close: async () => {
      follower.close();
      await state.inTurn(() => Promise.resolve());
    },
  };
}
