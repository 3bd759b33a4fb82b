import { asUnreachable, RouterUnreachable } from "../agent/door.ts";
import type { Router } from "../agent/routers.ts";
import type { RouterResult } from "./apply.ts";
import { sha256Of } from "./draft-document.ts";
import type { NextText } from "./next-text.ts";

/**
 * Installs a text on one router and finds out what it runs then. An install that was cut off is never repeated: the router is asked what
 * came of it.
 *
 * @param patienceMs how long to ask a router that does not answer any more.
 */
export async function installOn(
  router: Router,
  { text, serialNo }: NextText,
  patienceMs: number,
): Promise<RouterResult> {
  const { name, follower, door } = router;
  const startMs = Date.now();
  const sha256 = sha256Of(text);
  const link = follower.link();
  const running = follower.facts()?.config.sha256 ?? "";
  const runs = (warnings: readonly string[]): RouterResult => {
    return { router: name, kind: "runs", sha256, serialNo, ms: Date.now() - startMs, warnings };
  };
  if (link.kind === "silent") return { router: name, kind: "unreachable", words: link.words };
  if (running === sha256) return runs([]);
  try {
    const answer = await door.client.install.mutate({ text, ...(running !== "" && { base: running }) });
    if (answer.kind === "refused") return { router: name, kind: "refused", reasons: answer.reasons };
    const found = await readBack(router, patienceMs);
    if (found === sha256) return runs(answer.warnings);
    return { router: name, kind: "unknown", words: `it took the text, and ${whatRuns(found, serialNo)}` };
  } catch (error) {
    const cause = asUnreachable(error);
    if (!(cause instanceof RouterUnreachable))
      return { router: name, kind: "refused", reasons: [cause instanceof Error ? cause.message : String(cause)] };
    if (neverSent(cause)) return { router: name, kind: "unreachable", words: cause.message };
    const found = await readBack(router, patienceMs);
    if (found === sha256) return runs([`the answer was lost (${cause.message}); it was read back`]);
    return {
      router: name,
      kind: "unknown",
      words: `it was cut off (${cause.message}), and ${whatRuns(found, serialNo)}`,
    };
  }
}

/** The hash of what a router runs; undefined when it does not say. */
async function readBack({ door }: Router, patienceMs: number): Promise<string | undefined> {
  const endMs = Date.now() + patienceMs;
  for (;;) {
    try {
      return sha256Of(await door.client.config.query());
    } catch (error) {
      // an agent that answers without a configuration has said what it runs: nothing
      if (!(asUnreachable(error) instanceof RouterUnreachable)) return "";
      if (Date.now() >= endMs) return undefined;
      await new Promise((resolve) => setTimeout(resolve, Math.min(RETRY_MS, patienceMs)));
    }
  }
}

const whatRuns = (found: string | undefined, serialNo: number) =>
  found === undefined
    ? "it does not say what it runs now. Look at its card when it is back; do not apply again before"
    : `it does not run serial_no ${String(serialNo)} now. Look at its events before you apply again`;

/** Nobody was there to send it to. */
function neverSent(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && NOBODY.has(String(cause.code))) return true;
    if (/^ssh: .*(connect to host|resolve hostname|verification failed|Permission denied)/.test(cause.message))
      return true;
  }
  return false;
}

const NOBODY = new Set(["ENOENT", "ECONNREFUSED", "EACCES", "EHOSTUNREACH", "ENETUNREACH"]);
const RETRY_MS = 500;
