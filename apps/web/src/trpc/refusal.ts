import type { TRPCClientErrorLike } from "@trpc/client";
import type { AppRouter } from "~/server/app-router";

/** What the server says when it does not do something: `message` is for people, `data.refusal` for the page. */
export type Refused = TRPCClientErrorLike<AppRouter>;

/** The code of an answer, or "OFFLINE" when there was none. */
export function refusalCode(error: unknown): string {
  const data = typeof error === "object" && error !== null && "data" in error ? error.data : null;
  const code = typeof data === "object" && data !== null && "code" in data ? data.code : null;
  return typeof code === "string" ? code : "OFFLINE";
}

/** What to say about an error: the server's words, or that the server did not answer. */
export function refusalWords(error: unknown): string {
  if (refusalCode(error) === "OFFLINE")
    return "The console did not answer, so nothing is known to have changed. Check that piranha-console runs, then try again.";
  return error instanceof Error ? error.message : String(error);
}
