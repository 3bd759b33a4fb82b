import { createTRPCClient, httpSubscriptionLink, TRPCClientError } from "@trpc/client";
import type { AppRouter } from "../server/app-router.ts";
import type { FeedMessage } from "./feed.ts";
import { keep } from "./keep.ts";
import { asMessage, withMessage, type LiveState } from "./state.ts";

/** What a page is told. */
export type Telling =
  | { readonly kind: "message"; readonly message: FeedMessage }
  /** The console itself does not answer; called again at every failed attempt. */
  | { readonly kind: "lost"; readonly words: string }
  | { readonly kind: "signedOut" };

/** What a page says: which services it shows the servers of. */
export type Asking = { readonly kind: "watch"; readonly ids: readonly string[] } | { readonly kind: "bye" };

export type Hub = {
  /** Adds a page, which is told everything at once. */
  readonly join: (tell: (telling: Telling) => void) => { readonly ask: (asking: Asking) => void };
};

type Page = { watch: readonly string[]; heardAtMs: number; readonly tell: (telling: Telling) => void };

const WATCH_SOON_MS = 30;
/** A page says what it watches every ten seconds, in the background once a minute; one that is silent longer has crashed. */
const GONE_MS = 200_000;

/** One stream for every page of a browser: a browser opens six connections to a host, and streams never end. */
export function startHub(url: string): Hub {
  const client = createTRPCClient<AppRouter>({ links: [httpSubscriptionLink({ url })] });
  const pages = new Set<Page>();
  let state: LiveState | undefined;
  let lastId: string | undefined;
  let watching = "";
  let stop: (() => void) | undefined;
  let soon: ReturnType<typeof setTimeout> | undefined;

  const tellAll = (telling: Telling) => {
    for (const page of pages) page.tell(telling);
  };

  const signedOut = () => {
    stop?.();
    stop = undefined;
    state = undefined;
    lastId = undefined;
    tellAll({ kind: "signedOut" });
  };

  const follow = () => {
    stop?.();
    const watch = watching === "" ? [] : watching.split("\n");
    stop = keep<FeedMessage>(
      (lastEventId, handlers) =>
        client.live.follow.subscribe(
          { watch, ...(lastEventId !== undefined && { lastEventId }) },
          {
            onData: ({ id, data }) => handlers.event(id, data),
            onError: (error) => {
              if (isUnauthorized(error)) signedOut();
              handlers.end(error.message);
            },
            onStopped: () => handlers.end("the console ended the stream"),
            onComplete: () => handlers.end("the console ended the stream"),
            onConnectionStateChange: (change) => {
              if (change.state !== "connecting" || !change.error) return;
              if (isUnauthorized(change.error)) signedOut();
              handlers.end(change.error.message);
            },
          },
        ),
      {
        from: lastId,
        silenceMs: 3_500,
        maxRetryMs: 3_000,
        onEvent: (message, id) => {
          lastId = id;
          state = withMessage(state, message, Date.now());
          tellAll({ kind: "message", message });
        },
        onLost: (words) => tellAll({ kind: "lost", words }),
      },
    );
  };

  const refresh = () => {
    clearTimeout(soon);
    soon = setTimeout(() => {
      const wanted = [...new Set([...pages].flatMap(({ watch }) => watch))].sort().join("\n");
      if (pages.size === 0) {
        stop?.();
        stop = undefined;
      } else if (wanted !== watching || !stop) {
        watching = wanted;
        follow();
      }
    }, WATCH_SOON_MS);
  };

  return {
    join: (tell) => {
      const page: Page = { watch: [], heardAtMs: Date.now(), tell };
      for (const other of pages) if (Date.now() - other.heardAtMs > GONE_MS) pages.delete(other);
      pages.add(page);
      if (state && stop) tell({ kind: "message", message: asMessage(state, Date.now()) });
      refresh();
      return {
        ask: (asking) => {
          page.heardAtMs = Date.now();
          if (asking.kind === "bye") pages.delete(page);
          else {
            pages.add(page);
            page.watch = asking.ids;
          }
          refresh();
        },
      };
    },
  };
}

/** tRPC says it in the answer; a browser's EventSource says only that the stream was refused, with the status in its error. */
const isUnauthorized = (error: unknown): boolean =>
  error instanceof TRPCClientError && (error.data as { code?: string } | undefined)?.code === "UNAUTHORIZED";
