import { DomainError } from "../domain-error.ts";
import { ago } from "./ago.ts";
import { hashOf } from "./canonical.ts";
import type { Edited } from "./draft-state.ts";

type Asked = {
  readonly hash: string;
  readonly value: unknown;
  /** For the sentence: `web`, `the global settings`. */
  readonly what: string;
  readonly changedBy: Edited | null;
  readonly author: string;
};

/**
 * Refuses a write that is based on another state of a part than it has now.
 *
 * @throws {DomainError} `CONFLICT`.
 */
export function refuseStale({ hash, value, what, changedBy, author }: Asked): void {
  if (hash === hashOf(value)) return;
  throw new DomainError(
    "CONFLICT",
    `${whoChanged(what, changedBy, author)}. Your entries are kept in this form; load the newer ones to compare.`,
    changedBy ? { changedBy } : {},
  );
}

/** `anna changed web 2 min ago`: of oneself, it was another window. */
export function whoChanged(what: string, changedBy: Edited | null, author: string): string {
  if (!changedBy) return `Somebody changed ${what} in the meantime`;
  if (changedBy.author === author) return `You changed ${what} ${ago(changedBy.atMs)}, in another window`;
  return `${changedBy.author} changed ${what} ${ago(changedBy.atMs)}`;
}

/** @throws {DomainError} `CONFLICT` when the draft is not what the page showed. */
export function refuseOtherVersion(asked: number, now: number, changedBy: Edited | null, author: string): void {
  if (asked === now) return;
  throw new DomainError(
    "CONFLICT",
    `${whoChanged("the draft", changedBy, author)}. Nothing was done; look at it again first.`,
    changedBy ? { changedBy } : {},
  );
}
