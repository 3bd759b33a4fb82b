import type { EffectiveCheck } from "@piranha/lvs/config";
import {
  checkKey,
  reason,
  restoreVerdict,
  saveVerdict,
  serverVerdict,
  testId,
  whyNotRunnable,
  type HostAnswer,
  type Outcome,
  type SavedVerdicts,
  type Verdict,
  type VerdictKind,
} from "@piranha/lvs/nanny";
import type { Run } from "./nanny-runs.ts";

/** What is known about a server, from all of its checks. `reason` is in words, empty while all is well. */
export type ServerVerdict = { readonly kind: VerdictKind; readonly sinceMs: number; readonly reason: string };

/** One check of one server: whose answers it hears and what it has made of them. */
export type Judge = {
  readonly name: string;
  readonly check: EffectiveCheck;
  readonly test: number;
  readonly key: string;
  /** Why this version cannot run the check, in words. */
  readonly cannot: string | undefined;
  state: Verdict;
  /** What a ping showed after it went down. */
  host: HostAnswer;
};

/** One watched server. */
export type Server = { readonly id: string; readonly judges: readonly Judge[]; verdict: ServerVerdict };

/** Draws the verdict on a server from its judges; hands back the same object when nothing has changed. */
export function serverVerdictOf(
  { judges, verdict }: Server,
  find: (key: string) => Run | undefined,
  nowMs: number,
): ServerVerdict {
  const kind = serverVerdict(
    judges.map(({ state }) => state.kind),
    verdict.kind,
  );
  const words = judges.flatMap((judge) => {
    const text = judgeReason(judge, find(judge.key)?.fault, kind);
    return text === "" ? [] : judges.length > 1 ? `check ${judge.name}: ${text}` : text;
  });
  const reason = words.length > 2 ? `${words.slice(0, 2).join("; ")}; and ${words.length - 2} more` : words.join("; ");
  if (kind === verdict.kind && reason === verdict.reason) return verdict;
  return { kind, sinceMs: kind === verdict.kind ? verdict.sinceMs : nowMs, reason };
}

/** What one check says about its server, in words; empty while it passes and can be run. */
export function judgeReason(
  { state, host, cannot }: Judge,
  fault: string | undefined,
  serverKind: VerdictKind,
): string {
  const obstacle = cannot ?? (fault === undefined ? undefined : `not checked: ${fault}`);
  switch (state.kind) {
    case "unknown":
      return obstacle ?? (serverKind === "down" ? "" : "not checked yet");
    case "up":
      return obstacle ?? "";
    case "down": {
      const counted = state.checks > 1 ? ` (${state.checks} of ${state.checks} checks)` : "";
      return `${reason(state.why, host)}${counted}${obstacle === undefined ? "" : `; ${obstacle}`}`;
    }
  }
}

/** What goes to disk about one server. */
export const saveServer = ({ judges, verdict }: Server, nowMs: number): SavedVerdicts[string] => ({
  kind: verdict.kind,
  ageMs: nowMs - verdict.sinceMs,
  checks: Object.fromEntries(
    judges.map(({ name, test, state }) => [name, { test, verdict: saveVerdict(state, nowMs) }]),
  ),
});

/** Verdicts from before a restart, and how long ago they were saved, by the wall clock. */
export type Restored = { readonly verdicts: SavedVerdicts; readonly asleepMs: number };

/** Makes a server that carries on from what it was before, as far as it is asked the same questions. */
export function newServer(
  id: string,
  checks: readonly EffectiveCheck[],
  before: Server | undefined,
  restored: Restored | undefined,
  nowMs: number,
): Server {
  const asleepMs = restored?.asleepMs ?? 0;
  const saved = restored && Object.hasOwn(restored.verdicts, id) ? restored.verdicts[id] : undefined;
  const judges = checks.map((check): Judge => {
    const test = testId(check);
    const old = before?.judges.find((judge) => judge.name === check.name && judge.test === test);
    const kept = saved && Object.hasOwn(saved.checks, check.name) ? saved.checks[check.name] : undefined;
    const state = old?.state ?? (kept?.test === test ? restoreVerdict(kept.verdict, nowMs, asleepMs) : undefined);
    return {
      name: check.name,
      check,
      test,
      key: checkKey(check),
      cannot: whyNotRunnable(check),
      state: state ?? { kind: "unknown", sinceMs: nowMs },
      host: old?.host,
    };
  });
  const kept = saved && { kind: saved.kind, sinceMs: nowMs - saved.ageMs - asleepMs, reason: "" };
  return { id, judges, verdict: before?.verdict ?? kept ?? { kind: "unknown", sinceMs: nowMs, reason: "" } };
}

/** Whether a server's checks are still exactly these. */
export const sameChecks = ({ judges }: Server, checks: readonly EffectiveCheck[]): boolean =>
  judges.length === checks.length &&
  checks.every((check, index) => {
    const judge = judges[index];
    if (judge?.name !== check.name || judge.key !== checkKey(check)) return false;
    return (
      judge.check.fall === check.fall && judge.check.rise === check.rise && judge.check.reentryMs === check.reentryMs
    );
  });

/** One check of one server, as an operator looks at it. Times are monotonic milliseconds. */
export type CheckReport = {
  readonly name: string;
  readonly kind: VerdictKind;
  readonly sinceMs: number;
  readonly reason: string;
  /** When it last heard about the server; undefined before the first answer. */
  readonly lastAtMs: number | undefined;
  /** How long that took. */
  readonly tookMs: number | undefined;
  /** When it is asked next; undefined when it cannot be asked. */
  readonly nextAtMs: number | undefined;
  /** While up: failures in a row so far, too few yet to be down. */
  readonly failing: { readonly count: number; readonly of: number; readonly reason: string } | undefined;
  /** While down: successes in a row so far, and when the first came, which must be `reentryMs` ago. */
  readonly rising:
    { readonly count: number; readonly of: number; readonly firstAtMs: number; readonly reentryMs: number } | undefined;
};

/** Reports on one check. */
export function checkReport(judge: Judge, run: Run | undefined): CheckReport {
  const { state, check } = judge;
  const failing = state.kind === "up" ? state.failing : undefined;
  const rising = state.kind === "down" ? state.rising : undefined;
  return {
    name: judge.name,
    kind: state.kind,
    sinceMs: state.sinceMs,
    reason: judgeReason(judge, run?.fault, state.kind),
    lastAtMs: run?.last?.atMs,
    tookMs: run?.last && tookMs(run.last.outcome),
    nextAtMs: run?.dueMs,
    failing: failing && { count: failing.count, of: check.fall, reason: reason(failing.why) },
    rising: rising && { ...rising, of: check.rise, reentryMs: check.reentryMs },
  };
}

const tookMs = (outcome: Outcome): number | undefined =>
  outcome.kind === "pass" ? outcome.ms : outcome.kind === "fail" ? outcome.failure.ms : undefined;
