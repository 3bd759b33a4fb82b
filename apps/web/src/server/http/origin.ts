import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

export type Surroundings = {
  readonly https: boolean;
  /** Whether X-Forwarded-* come from a proxy of ours. */
  readonly behindProxy: boolean;
};

/**
 * Whether a change may have been asked for by a page of ours. A browser always says Origin and Sec-Fetch-Site on a POST; a
 * program says neither, and has no cookie either. SameSite=Strict is the first wall, this is the second.
 */
export function sameOrigin(request: IncomingMessage, { https, behindProxy }: Surroundings): boolean {
  const { headers } = request;
  if (fromAnotherSite(request)) return false;
  const { origin } = headers;
  if (origin === undefined) return headers["sec-fetch-site"] !== undefined;
  const forwarded = behindProxy ? headers["x-forwarded-host"] : undefined;
  const host = (Array.isArray(forwarded) ? forwarded[0] : forwarded) ?? headers.host;
  if (!URL.canParse(origin)) return false;
  const asked = new URL(origin);
  return asked.host === host && (!https || asked.protocol === "https:");
}

/** Whether the browser itself says that a page of another site asks. Another port of this machine is another site too. */
export function fromAnotherSite({ headers }: IncomingMessage): boolean {
  const site = headers["sec-fetch-site"];
  return site !== undefined && site !== "same-origin" && site !== "none";
}

/**
 * Whether the name asked for can be this console's. A page of the Internet can let its own name point at 127.0.0.1 and then is
 * of our origin (DNS rebinding). Over https its certificate, and behind a proxy the proxy, refuse that; here an address cannot be
 * rebound, and a name without a dot is nobody's on the Internet.
 */
export function ourName({ headers }: IncomingMessage, { https, behindProxy }: Surroundings): boolean {
  if (https || behindProxy) return true;
  const name = (headers.host ?? "").replace(/:\d*$/, "");
  return !name.includes(".") || isIP(name) === 4;
}
