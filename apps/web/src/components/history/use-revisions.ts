"use client";

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTRPC, useTRPCClient } from "~/trpc/client";
import { useRunningKey } from "./use-running";

/** The history, page by page, newest first; asked again when a router runs something else. */
export function useRevisions() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const key = useRunningKey();
  const before = useRef(key);
  useEffect(() => {
    const first = before.current === undefined;
    before.current = key;
    if (!first && key !== undefined) void queries.invalidateQueries(trpc.revisions.list.pathFilter());
  }, [key, queries, trpc]);
  return useInfiniteQuery({
    queryKey: [...trpc.revisions.list.pathKey(), "pages"],
    queryFn: ({ pageParam, signal }) =>
      client.revisions.list.query(pageParam === null ? {} : { before: pageParam }, { signal }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
  });
}
