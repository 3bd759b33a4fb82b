import * as z from "zod";
import { failureSchema, type Failure, type Outcome } from "./outcome.ts";

/** What is known about a server, by one check or by all of them. */
export const VERDICT_KINDS = ["unknown", "up", "down"] as const;
export type VerdictKind = (typeof VERDICT_KINDS)[number];

/** What one check has found out about one server. Times are monotonic milliseconds. */
export type Verdict =
  | { readonly kind: "unknown"; readonly sinceMs: number }
  /** `failing`: failures in a row, too few yet to be down. */
  | { readonly kind: "up"; readonly sinceMs: number; readonly failing: Run | undefined }
  /** `checks` failures in a row made it down. `rising`: successes in a row, too few or too recent yet to be up. */
  | {
      readonly kind: "down";
      readonly sinceMs: number;
      readonly why: Failure;
      readonly checks: number;
      readonly rising: { readonly count: number; readonly firstAtMs: number } | undefined;
    };
type Run = { readonly count: number; readonly why: Failure };

/** `askedAtMs` is when the check was due, `atMs` when it ended. */
export type VerdictEvent = {
  readonly kind: "result";
  readonly askedAtMs: number;
  readonly atMs: number;
  readonly outcome: Outcome;
};

export type VerdictSettings = { readonly fall: number; readonly rise: number; readonly reentryMs: number };
export type VerdictStep = {
  readonly state: Verdict;
  readonly change?: { readonly from: VerdictKind; readonly to: VerdictKind };
};

/**
 * Decides what one result means. The first success makes an unknown server up, the first failure makes it down: one is
 * enough to know that it does not serve. `fall` failures in a row take it from up to down; from down it returns when `rise`
 * successes in a row have come *and* `reentryMs` have passed since the first of them. A fault of our own changes nothing.
 */
export function verdict(state: Verdict, event: VerdictEvent, settings: VerdictSettings): VerdictStep {
  const { outcome, atMs } = event;
  if (outcome.kind === "fault" || outcome.kind === "aborted") return { state };
  switch (state.kind) {
    case "unknown":
      return outcome.kind === "pass" ? goUp(state, atMs) : goDown(state, atMs, { count: 1, why: outcome.failure });
    case "up": {
      if (outcome.kind === "pass") return { state: state.failing ? { ...state, failing: undefined } : state };
      const failing = { count: (state.failing?.count ?? 0) + 1, why: outcome.failure };
      return failing.count >= settings.fall ? goDown(state, atMs, failing) : { state: { ...state, failing } };
    }
    case "down": {
      if (outcome.kind === "fail") return { state: { ...state, why: outcome.failure, rising: undefined } };
      const rising = { count: (state.rising?.count ?? 0) + 1, firstAtMs: state.rising?.firstAtMs ?? event.askedAtMs };
      const back = rising.count >= settings.rise && event.askedAtMs - rising.firstAtMs >= settings.reentryMs;
      return back ? goUp(state, atMs) : { state: { ...state, rising } };
    }
  }
}

const goUp = (from: Verdict, sinceMs: number): VerdictStep => ({
  state: { kind: "up", sinceMs, failing: undefined },
  change: { from: from.kind, to: "up" },
});

const goDown = (from: Verdict, sinceMs: number, { count, why }: Run): VerdictStep => ({
  state: { kind: "down", sinceMs, why, checks: count, rising: undefined },
  change: { from: from.kind, to: "down" },
});

/**
 * The verdict on a server from those of its checks: all must pass. While a check has not spoken yet, the server stays what
 * it was `before`: a check added to a serving server does not take it out.
 */
export function serverVerdict(checks: readonly VerdictKind[], before: VerdictKind = "unknown"): VerdictKind {
  if (checks.includes("down")) return "down";
  return checks.length === 0 || checks.includes("unknown") ? before : "up";
}

/** A verdict as it is kept on disk: ages instead of times, which a restart or a stepped clock would make meaningless. */
export const verdictSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("unknown"), ageMs: z.number().nonnegative() }),
  z.strictObject({
    kind: z.literal("up"),
    ageMs: z.number().nonnegative(),
    failing: z.strictObject({ count: z.int().positive(), why: failureSchema }).optional(),
  }),
  z.strictObject({
    kind: z.literal("down"),
    ageMs: z.number().nonnegative(),
    why: failureSchema,
    checks: z.int().positive(),
    rising: z.strictObject({ count: z.int().positive(), ageMs: z.number().nonnegative() }).optional(),
  }),
]);
export type SavedVerdict = z.infer<typeof verdictSchema>;

/** Turns a verdict into its form on disk. */
export function saveVerdict(state: Verdict, nowMs: number): SavedVerdict {
  const ageMs = nowMs - state.sinceMs;
  switch (state.kind) {
    case "unknown":
      return { kind: "unknown", ageMs };
    case "up":
      return { kind: "up", ageMs, ...(state.failing && { failing: state.failing }) };
    case "down": {
      const { why, checks, rising } = state;
      return {
        kind: "down",
        ageMs,
        why,
        checks,
        ...(rising && { rising: { count: rising.count, ageMs: nowMs - rising.firstAtMs } }),
      };
    }
  }
}

/**
 * Turns a verdict from disk back into a state.
 *
 * @param asleepMs wall-clock milliseconds since it was saved. Nobody watched then, so they do not count towards `reentryMs`.
 */
export function restoreVerdict(saved: SavedVerdict, nowMs: number, asleepMs: number): Verdict {
  const sinceMs = nowMs - saved.ageMs - Math.max(0, asleepMs);
  switch (saved.kind) {
    case "unknown":
      return { kind: "unknown", sinceMs };
    case "up":
      return { kind: "up", sinceMs, failing: saved.failing };
    case "down": {
      const { why, checks, rising } = saved;
      return {
        kind: "down",
        sinceMs,
        why,
        checks,
        rising: rising && { count: rising.count, firstAtMs: nowMs - rising.ageMs },
      };
    }
  }
}
