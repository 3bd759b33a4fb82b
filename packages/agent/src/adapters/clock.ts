/** Where a daemon gets the time from. Only the monotonic one decides anything. */
export type Clock = {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Milliseconds since 1970, for people and for `until`. */
  readonly wallNow: () => number;
};

export const systemClock: Clock = { now: () => performance.now(), wallNow: () => Date.now() };
