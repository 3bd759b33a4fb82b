import http from "node:http";
import { Readable } from "node:stream";
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink, TRPCClientError } from "@trpc/client";
import { EventSource } from "eventsource";
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

type Init = {
  readonly method?: string | undefined;
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly signal?: AbortSignal | null | undefined;
};

/** `fetch` over any http.Agent: all that tRPC and eventsource ask for. */
const fetchVia =
  (options: http.RequestOptions) =>
  (url: URL | string | Request, { method = "GET", headers, body, signal }: Init = {}): Promise<Response> =>
    new Promise((resolve, reject) => {
      const plain = Object.fromEntries(new Headers(headers as RequestInit["headers"]));
      const address = url instanceof Request ? url.url : url.toString();
      const request = http.request(
        address,
        { ...options, method, headers: plain, ...(signal && { signal }) },
        (answer) => {
          const fields = Object.entries(answer.headers).flatMap(([name, value]): [string, string][] =>
            value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value]],
          );
          const stream = Readable.toWeb(answer) as ReadableStream<Uint8Array>;
          resolve(new Response(stream, { status: answer.statusCode ?? 500, headers: fields }));
        },
      );
      request.once("error", reject);
      request.end(typeof body === "string" ? body : undefined);
    });
