import { sealData, unsealData } from "iron-session";
import { LONGEST_MS } from "./sessions.ts";

type Sealing = {
  readonly secret: string;
  /** Whether the request came by https: then the cookie never travels in the clear, and belongs to this host alone. */
  readonly https: boolean;
};

/** The Set-Cookie header that gives a browser its token, or with null takes it away. */
export async function sealCookie(token: string | null, { secret, https }: Sealing): Promise<string> {
  const value = token === null ? "" : await sealData({ token }, { password: secret, ttl: LONGEST_S });
  const age = token === null ? 0 : LONGEST_S;
  const name = https ? SECURE_NAME : PLAIN_NAME;
  return `${name}=${value}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Strict${https ? "; Secure" : ""}`;
}

/** The token in a Cookie header. Null for none, and for one that we did not seal, that was touched, or that is too old. */
export async function readCookie(header: string | null, secret: string): Promise<string | null> {
  const cookies = new Map((header ?? "").slice(0, 16_384).split(";").map(pair));
  const sealed = cookies.get(SECURE_NAME) ?? cookies.get(PLAIN_NAME);
  if (!sealed) return null;
  try {
    const { token } = await unsealData<{ token?: unknown }>(sealed, { password: secret, ttl: LONGEST_S });
    return typeof token === "string" && /^[\w-]{43}$/.test(token) ? token : null;
  } catch {
    return null; // what is not a seal at all makes iron-session throw
  }
}

/** What a request by https may bring: a cookie of the plain name could have been planted by whoever speaks http for this host. */
export const withoutPlainCookie = (header: string): string =>
  header
    .split(";")
    .filter((text) => pair(text)[0] !== PLAIN_NAME)
    .join(";");

const SECURE_NAME = "__Host-piranha";
const PLAIN_NAME = "piranha";
const LONGEST_S = LONGEST_MS / 1000;

function pair(text: string): [string, string] {
  const at = text.indexOf("=");
  return at < 0 ? ["", ""] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
