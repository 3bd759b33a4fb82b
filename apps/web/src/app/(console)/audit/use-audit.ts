"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTRPC, useTRPCClient } from "~/trpc/client";

const RENEW_MS = 10_000;

/** The audit log, page by page, newest first. New lines come by themselves while only the first page is shown. */
export function useAudit() {
  const trpc = useTRPC();
  const client = useTRPCClient();
  return useInfiniteQuery({
    queryKey: [...trpc.audit.list.pathKey(), "pages"],
    queryFn: ({ pageParam, signal }) =>
      client.audit.list.query(pageParam === null ? {} : { beforeId: pageParam }, { signal }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    refetchInterval: ({ state }) => (state.data && state.data.pages.length > 1 ? false : RENEW_MS),
  });
}
