import type { IncomingMessage } from "node:http";
import { fromAnotherSite, ourName, sameOrigin, type Surroundings } from "./origin.ts";

export type Refusal = { readonly status: number; readonly words: string };

/** What no browser of ours would send, refused before anything reads it. */
export function refusalOf(
  request: IncomingMessage,
  asked: "api" | "page",
  around: Surroundings & { readonly dev: boolean },
): Refusal | undefined {
  // a proxy's way to write an address, and `//host`: Next would take them for other machines
  if (!/^\/(?![/\\])/.test(request.url ?? "")) return { status: 400, words: "There is no such page" };
  if (!ourName(request, around))
    return {
      status: 421,
      words:
        "Open the console by its address or as localhost. If a proxy of yours is in front, start it with --behind-proxy",
    };
  return asked === "api" ? ofTheApi(request, around) : ofPages(request, around.dev);
}

function ofTheApi(request: IncomingMessage, around: Surroundings): Refusal | undefined {
  const { method, headers } = request;
  if (method !== "GET" && method !== "POST") return { status: 405, words: "Use GET or POST" };
  if (method === "GET" ? fromAnotherSite(request) : !sameOrigin(request, around))
    return { status: 403, words: "This request came from another site, and was refused" };
  // tRPC would also run a mutation from a form's multipart post
  if (method === "POST" && !/^application\/json *(;|$)/.test(headers["content-type"] ?? ""))
    return { status: 415, words: "Send application/json" };
  return undefined;
}

/** Pages are looked at. A POST to one could only mean a server action, and there is none. */
function ofPages({ method }: IncomingMessage, dev: boolean): Refusal | undefined {
  if (method === "GET" || method === "HEAD" || dev) return undefined;
  return { status: 405, words: "Pages are for GET" };
}
