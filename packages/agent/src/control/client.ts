import http from "node:http";
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink, TRPCClientError } from "@trpc/client";
import { EventSource } from "eventsource";
import { fetchVia } from "./fetch-via.ts";
import { NotReachableError } from "./not-reachable.ts";
import type { ControlRouter } from "./router.ts";

/** A client of an agent's control socket. */
export const controlClient = (socketPath: string) => {
  const fetch = fetchVia({ socketPath, agent: new http.Agent({ keepAlive: false }) });
  const url = "http://agent";
  return createTRPCClient<ControlRouter>({
    links: [
      splitLink({
        condition: (op) => op.type === "subscription",
        true: httpSubscriptionLink({ url, EventSource, eventSourceOptions: { fetch } }),
        false: httpBatchLink({ url, fetch, methodOverride: "POST" }),
      }),
    ],
  });
};
export type ControlClient = ReturnType<typeof controlClient>;

/** Tells "nobody there" from every other failure of a call. */
export function asNotReachable(error: unknown, path: string): Error {
  let cause: unknown = error;
  while (cause instanceof TRPCClientError && cause.cause) cause = cause.cause;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ENOENT" || code === "ECONNREFUSED" || code === "EACCES" || code === "ECONNRESET" || code === "EPIPE")
    return new NotReachableError(path, { cause });
  return error instanceof Error ? error : new Error(String(error));
}
