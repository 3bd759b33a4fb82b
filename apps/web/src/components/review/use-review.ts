"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useLive } from "~/live/use-live";
import { useTRPC } from "~/trpc/client";

const WATCH_MS = 500;
const LOOK_MS = 3_000;

/**
 * The review, the apply that is under way and the last one. The review is asked again when the draft, its conflicts or what a router runs
 * has changed, and when an apply has ended.
 */
export function useReview() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const review = useQuery(trpc.review.get.queryOptions());
  const last = useQuery(trpc.review.last.queryOptions());
  const running = useQuery(
    trpc.review.running.queryOptions(undefined, {
      refetchInterval: ({ state }) => (state.data ? WATCH_MS : LOOK_MS),
    }),
  );
  const isRunning = running.data !== null && running.data !== undefined;
  const live = useLive(({ draft, routers }) =>
    [
      draft.version,
      draft.conflicts,
      ...routers.map(({ link, facts }) => `${link.kind} ${facts?.config.sha256 ?? ""}`),
    ].join(),
  );
  const state = live === undefined ? undefined : `${String(isRunning)} ${live}`;
  const before = useRef(state);
  useEffect(() => {
    const first = before.current === undefined;
    before.current = state;
    if (state === undefined || first) return;
    void queries.invalidateQueries(trpc.review.get.queryFilter());
    void queries.invalidateQueries(trpc.review.last.queryFilter());
  }, [state, queries, trpc]);
  const version = useLive(({ draft }) => draft.version);
  const shown = review.data?.draftVersion;
  useEffect(() => {
    // loaded just before the first word of the feed
    if (version !== undefined && shown !== undefined && version > shown)
      void queries.invalidateQueries(trpc.review.get.queryFilter());
  }, [version, shown, queries, trpc]);
  return { review, last: last.data ?? null, running: running.data ?? null };
}
