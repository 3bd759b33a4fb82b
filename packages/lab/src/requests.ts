/** What one request came to: an answer and whose, or a failure and why. Times are the lab's monotonic milliseconds. */
export type RequestRecord = { readonly atMs: number; readonly ms: number } & (
  { readonly ok: true; readonly who: string } | { readonly ok: false; readonly err: string }
);

/** What a series of requests came to. */
export type RequestSummary = {
  readonly requests: number;
  readonly answers: number;
  readonly failures: number;
  readonly byServer: Readonly<Record<string, number>>;
  readonly byError: Readonly<Record<string, number>>;
  /** The longest time without an answer arriving, from the first request until the end. */
  readonly longestGapMs: number;
  readonly longestGapAtMs: number;
  readonly records: readonly RequestRecord[];
};

/** Sums a series up; `fromMs` and `untilMs` are when it began and ended. */
export function summarise(records: readonly RequestRecord[], fromMs: number, untilMs: number): RequestSummary {
  const byServer: Record<string, number> = {};
  const byError: Record<string, number> = {};
  for (const record of records) {
    const [counts, key] = record.ok ? [byServer, record.who] : [byError, record.err];
    counts[key] = (counts[key] ?? 0) + 1;
  }
  const arrivals = records.filter(({ ok }) => ok).map(({ atMs, ms }) => atMs + ms);
  const moments = [fromMs, ...arrivals.sort((a, b) => a - b), untilMs];
  let gap = { ms: 0, atMs: fromMs };
  for (const [index, atMs] of moments.entries()) {
    const ms = (moments[index + 1] ?? atMs) - atMs;
    if (ms > gap.ms) gap = { ms, atMs };
  }
  return {
    requests: records.length,
    answers: arrivals.length,
    failures: records.length - arrivals.length,
    byServer,
    byError,
    longestGapMs: gap.ms,
    longestGapAtMs: gap.atMs,
    records,
  };
}

/** Where requests go: "http://…", "https://…" (any certificate), "tcp://…" (the first line), "udp://…" (the echo). */
export type RequestTarget = { readonly url: string; readonly timeoutMs: number; readonly from?: string };

/** What a client program can be asked. `series` is a number of the asker's choice. */
export type ClientQuestion =
  | { readonly kind: "times"; readonly target: RequestTarget; readonly times: number; readonly concurrency: number }
  | { readonly kind: "begin"; readonly series: number; readonly target: RequestTarget; readonly everyMs: number }
  /** Answers when `count` more requests have ended that way. */
  | ({ readonly kind: "until"; readonly series: number } & Wanted)
  | { readonly kind: "summary" | "end"; readonly series: number };

export type Wanted = { readonly ok?: boolean; readonly who?: string; readonly count?: number };
