import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** What Next takes decisions by, or our pages believe, and a stranger could send. */
const NOT_FROM_OUTSIDE =
  /^(x-(middleware|invoke|now|matched|prerender|vercel|action|nonce|path|rewrite|original-url)\b|next-(action|resume)|x-nextjs-(data|postponed|rewritten)|x-next-|content-security-policy)/;

/** Strips what steers Next (CVE-2025-29927), and sets the policy of the page that follows; Next puts the nonce into its scripts. */
export function secure(
  request: IncomingMessage,
  response: ServerResponse,
  { dev, https }: { dev: boolean; https: boolean },
): void {
  for (const name of Object.keys(request.headers))
    if (NOT_FROM_OUTSIDE.test(name)) Reflect.deleteProperty(request.headers, name);
  const nonce = randomBytes(16).toString("base64");
  const policy = [
    "default-src 'self'",
    // next dev evaluates strings and opens a socket of its own
    `script-src 'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ""}`,
    "worker-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${dev ? " ws:" : ""}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
  request.headers["x-nonce"] = nonce;
  request.headers["x-path"] = (request.url ?? "/").replace(/[?&]_rsc=[^&]*$/, ""); // where to go on after signing in
  request.headers["content-security-policy"] = policy;
  response.setHeader("content-security-policy", policy);
  response.setHeader("x-content-type-options", "nosniff");
  response.setHeader("referrer-policy", "same-origin");
  response.setHeader("x-frame-options", "DENY");
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("cross-origin-resource-policy", "same-origin");
  response.setHeader("permissions-policy", "camera=(), microphone=(), geolocation=()");
  if (https) response.setHeader("strict-transport-security", "max-age=31536000");
}
