import { type Conversation, converse } from "./conversation.ts";
import type { Place } from "./place.ts";
import type { ClientQuestion, RequestRecord, RequestSummary, RequestTarget, Wanted } from "./requests.ts";

export type RequestOptions = {
  /** Of one request; 2000 when absent. Not scaled: it decides what counts as a failure. */
  readonly timeoutMs?: number;
  /** The client's address to ask from. */
  readonly from?: string;
};

/** Requests that go out at a steady pace, each over its own connection, until it is stopped. */
export type RequestSeries = {
  /** Resolves when `count` (1) more requests have ended as wanted, with the last. Without `ok` and `who`: ended at all. */
  readonly until: (wanted: Wanted, timeoutMs?: number) => Promise<RequestRecord>;
  readonly summary: () => Promise<RequestSummary>;
  /** Waits for the requests under way. */
  readonly stop: () => Promise<RequestSummary>;
};

/** The clients of one place: one program that starts with the first request. */
export type Clients = {
  /** Makes `times` requests, `concurrency` (1) at a time. */
  readonly fetch: (
    url: string,
    times: number,
    options?: RequestOptions & { readonly concurrency?: number },
  ) => Promise<RequestSummary>;
  /** Makes a request every `everyMs` (100), whether or not the last has ended. */
  readonly keepAsking: (
    url: string,
    options?: RequestOptions & { readonly everyMs?: number },
  ) => Promise<RequestSeries>;
};

export function clients(place: Place, argv: readonly string[]): Clients {
  let talk: Promise<Conversation<ClientQuestion>> | undefined;
  let count = 0;
  const program = async (): Promise<Conversation<ClientQuestion>> => {
    const existing = await talk;
    if (existing?.process.running() === true) return existing;
    return (talk = converse<ClientQuestion>(place, argv, "client"));
  };
  const aim = (url: string, { timeoutMs = 2_000, from }: RequestOptions): RequestTarget => ({
    url,
    timeoutMs,
    ...(from === undefined ? {} : { from }),
  });
  return {
    fetch: async (url, times, { concurrency = 1, ...options } = {}) => {
      const { ask } = await program();
      const target = aim(url, options);
      const limitMs = 20_000 + (times / concurrency) * target.timeoutMs;
      return (await ask({ kind: "times", target, times, concurrency }, limitMs)) as RequestSummary;
    },
    keepAsking: async (url, { everyMs = 100, ...options } = {}) => {
      const { ask } = await program();
      const series = ++count;
      const target = aim(url, options);
      await ask({ kind: "begin", series, target, everyMs });
      return {
        until: async (wanted, timeoutMs = 20_000) =>
          (await ask({ kind: "until", series, ...wanted }, timeoutMs)) as RequestRecord,
        summary: async () => (await ask({ kind: "summary", series })) as RequestSummary,
        stop: async () => (await ask({ kind: "end", series }, target.timeoutMs + 20_000)) as RequestSummary,
      };
    },
  };
}
