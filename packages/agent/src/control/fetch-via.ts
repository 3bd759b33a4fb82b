import http from "node:http";
import { Readable } from "node:stream";

type Init = {
  readonly method?: string | undefined;
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly signal?: AbortSignal | null | undefined;
};

/** `fetch` over any http.Agent, a unix socket or a process: all that tRPC and eventsource ask for. */
export const fetchVia =
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
