import type { Review } from "./answers";
import { counted, listed } from "./count-words";
import { cutWords } from "./risks";

export type ApplyState = {
  /** Why it cannot be applied, and what to do; null when it can. */
  readonly blocked: string | null;
  /** What to be asked about before it is; empty when nothing will be noticed. */
  readonly ask: readonly string[];
  /** Where it goes: `lefty and righty`. */
  readonly routers: string;
};

/** Whether the draft can be applied as it is, and with which questions; one without changes only goes to those `behind`. */
export function applyState(review: Review, behind: readonly string[]): ApplyState {
  const { problems, routers, risky, conflicts } = review;
  const named = (kind: Review["routers"][number]["kind"]) =>
    routers.filter((plan) => plan.kind === kind).map(({ name }) => name);
  const errors = problems.filter(({ severity }) => severity === "error").length;
  const [willing, refusing, silent] = [named("plan"), named("refused"), named("unreachable")];
  const ready = review.diff.length > 0 ? willing : willing.filter((name) => behind.includes(name));
  const cut = cutWords(review);
  return {
    blocked: blockedWords(errors, ready, refusing, silent),
    ask: [
      ...risky,
      ...(cut === null ? [] : [cut]),
      ...(conflicts.length > 0
        ? [`${counted(conflicts.length, "conflict")} above: the draft's values are installed, not the others.`]
        : []),
      ...refusing.map((name) => `${name} would refuse it and go on running what it runs: the routers would differ.`),
      ...silent.map((name) => `${name} does not answer and is left out: the routers differ until you apply again.`),
    ],
    routers: ready.length > 0 ? listed(ready) : listed(routers.map(({ name }) => name)),
  };
}

function blockedWords(
  errors: number,
  ready: readonly string[],
  refusing: readonly string[],
  silent: readonly string[],
): string | null {
  if (errors > 0) return `Correct the ${counted(errors, "error")} above first.`;
  if (ready.length > 0) return null;
  if (refusing.length > 0) return `${listed(refusing)} would refuse it. Correct what is said above first.`;
  return silent.length > 0
    ? `${listed(silent)} ${silent.length === 1 ? "does" : "do"} not answer, so nothing can be applied. This page looks again by itself.`
    : "No router is configured for this console, so there is nothing to apply it to. Start it with --router.";
}
