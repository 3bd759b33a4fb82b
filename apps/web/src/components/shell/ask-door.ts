import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { PageDoor } from "~/server/page-door";

/** Where the server has put its door: this bundle is another one than the server's (`server/page-door.ts`). */
const KEY = Symbol.for("piranha.console");

/** @throws {Error} when the page is rendered without the console's server in front of it. */
export function pageDoor(): PageDoor {
  const door = (globalThis as { readonly [KEY]?: PageDoor })[KEY];
  if (!door) throw new Error("The console's server is not running in this process: start piranha-console, not next");
  return door;
}

/** Who asks for this page and which machine serves it. Whoever is not signed in is sent to do that first, and back. */
export async function askDoor() {
  const { signedIn, identity } = pageDoor();
  const request = await headers();
  const who = await signedIn(request.get("cookie"));
  if (!who) redirect(`/sign-in?to=${encodeURIComponent(request.get("x-path") ?? "/")}`);
  return { who, identity };
}
