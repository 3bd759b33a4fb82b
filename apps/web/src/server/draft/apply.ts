import { parseLvsCf } from "@piranha/lvs/lvs-cf";
import type { Router, Routers } from "../agent/routers.ts";
import { DomainError } from "../domain-error.ts";
import { baseOf, sha256Of, withSerialNo, type DraftDocument } from "./draft-document.ts";
import type { DraftState } from "./draft-state.ts";
import type { BaseFollower } from "./follow-base.ts";
import { installOn } from "./install-on.ts";
import { nextText, type NextText } from "./next-text.ts";
import { refuseOtherVersion } from "./part-conflict.ts";
import type { RevisionKind, RevisionLog } from "./revision-log.ts";

/** What became of an apply on one router. */
export type RouterResult = { readonly router: string } & (
  | {
      /** It was read back: this is what the router runs. */
      readonly kind: "runs";
      readonly sha256: string;
      readonly serialNo: number;
      readonly ms: number;
      readonly warnings: readonly string[];
    }
  | { readonly kind: "refused"; readonly reasons: readonly string[] }
  | { readonly kind: "unreachable"; readonly words: string }
  /** Cut off in the middle: it may run either. */
  | { readonly kind: "unknown"; readonly words: string }
);

/** What became of an apply. */
export type Applied = {
  /** Of the revision in the history; null when no router took it. */
  readonly revisionId: number | null;
  readonly atMs: number;
  readonly author: string;
  readonly note: string;
  readonly serialNo: number;
  readonly sha256: string;
  readonly results: readonly RouterResult[];
};

/** An apply that is under way. */
export type Applying = {
  readonly sinceMs: number;
  readonly author: string;
  readonly serialNo: number;
  /** In the order they are installed; those done so far have a result. */
  readonly routers: readonly { readonly name: string; readonly result: RouterResult | null }[];
};

export type ApplyInput = {
  readonly draftVersion: number;
  readonly note: string;
  readonly only?: readonly string[] | undefined;
};

export type Applier = {
  readonly apply: (input: ApplyInput, author: string) => Promise<Applied>;
  readonly last: () => Promise<Applied | null>;
  readonly running: () => Applying | null;
};

type Options = {
  readonly state: DraftState;
  readonly routers: Routers;
  readonly log: RevisionLog;
  readonly catchUp: BaseFollower["catchUp"];
  /** How long to ask a router that fell silent in the middle what it runs. */
  readonly patienceMs: number;
};

/** Brings the draft to the routers, one apply at a time: the standby first, so that a text that cannot run never meets traffic. */
export function applier({ state, routers, log, catchUp, patienceMs }: Options): Applier {
  let running: Applying | null = null;
  let last: Applied | null = null;

  /** What was applied is what runs now. Somebody may have gone on editing meanwhile: that stays to be applied. */
  const moveOn = async (applied: DraftDocument, { text, serialNo }: NextText, author: string) => {
    const { config, source } = state.now();
    await state.commit({
      next: {
        base: baseOf(text),
        config: withSerialNo(config, serialNo),
        source: source === applied.source ? null : source,
      },
      author,
      touched: [],
      settledUpTo: applied.version,
    });
  };

  const apply: Applier["apply"] = async ({ draftVersion, note, only }, author) => {
    const targets = standbyFirst(targetsOf(routers, only));
    if (running)
      throw new DomainError("CONFLICT", `${running.author} is applying the draft right now. Wait for it to end.`);
    running = {
      sinceMs: Date.now(),
      author,
      serialNo: 0,
      routers: targets.map(({ name }) => ({ name, result: null })),
    };
    try {
      const { document, next } = await state.inTurn(async () => {
        await catchUp();
        const document = state.now();
        refuseOtherVersion(draftVersion, document.version, state.lastTouch(), author);
        const next = nextText(document, targets, await log.highestSerialNo());
        refuseUnfit(next.text, targets);
        return { document, next };
      });
      const results: RouterResult[] = [];
      for (const router of targets) {
        const done = (name: string) => results.find((result) => result.router === name) ?? null;
        running = {
          ...running,
          serialNo: next.serialNo,
          routers: targets.map(({ name }) => ({ name, result: done(name) })),
        };
        results.push(await installOn(router, next, patienceMs));
      }
      const sha256 = sha256Of(next.text);
      const applied = { atMs: Date.now(), author, note, serialNo: next.serialNo, sha256, results };
      const mayRun = results.some(({ kind }) => kind === "runs" || kind === "unknown");
      const kind: RevisionKind = document.source?.kind ?? "apply";
      const words = [note, document.source?.note].filter(Boolean).join(" · ");
      const entry = { kind, author, note: words, serialNo: next.serialNo, sha256, text: next.text, results };
      const revisionId = mayRun ? await log.add(entry) : null;
      const moved = results.some((result) => result.kind === "runs") && sha256 !== document.base.sha256;
      await state.inTurn(async () => {
        if (moved) await moveOn(document, next, author);
        await catchUp();
      });
      last = { revisionId, ...applied };
      return last;
    } finally {
      running = null;
    }
  };

  return {
    apply,
    last: async () => {
      if (last) return last;
      const entry = await log.lastApplied();
      if (!entry) return null;
      const { id, atMs, author, note, serialNo, sha256, results } = entry;
      return { revisionId: id, atMs, author, note, serialNo, sha256, results };
    },
    running: () => running,
  };
}

function targetsOf(routers: Routers, only: readonly string[] | undefined): readonly Router[] {
  if (!only) return routers.all;
  return only.map((name) => {
    const router = routers.byName(name);
    if (!router) throw new DomainError("NOT_FOUND", `There is no router ${name}`);
    return router;
  });
}

const standbyFirst = (targets: readonly Router[]): Router[] => {
  const serves = ({ follower }: Router) =>
    follower.link().kind === "live" && follower.facts()?.pulse.state === "active" ? 1 : 0;
  return targets.toSorted((a, b) => serves(a) - serves(b));
};

/** @throws {DomainError} when there are errors in the text, or when nothing would come of it. */
function refuseUnfit(text: string, targets: readonly Router[]): void {
  const errors = parseLvsCf(text).problems.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first) {
    const more = errors.length > 1 ? ` There are ${String(errors.length - 1)} more.` : "";
    throw new DomainError(
      "PRECONDITION_FAILED",
      `Nothing was applied. Line ${String(first.line)}: ${first.message}${more}`,
    );
  }
  const sha256 = sha256Of(text);
  if (targets.every(({ follower }) => follower.link().kind === "live" && follower.facts()?.config.sha256 === sha256))
    throw new DomainError("PRECONDITION_FAILED", "There is nothing to apply: every router runs what the draft says.");
}
