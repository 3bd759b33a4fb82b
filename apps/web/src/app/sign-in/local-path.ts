/**
 * Where to go after sign-in: `to` when it is a page of this console, else the first page. Whoever sends somebody a link decides
 * what `to` is, so nothing of it may lead to another host.
 */
export function localPath(to: string | undefined): string {
  if (to === undefined || !to.startsWith("/") || !URL.canParse(to, HERE)) return HOME;
  const { origin, pathname, search, hash } = new URL(to, HERE);
  // as a browser reads it: `/\evil`, `/⇥/evil` and `/.//evil` are other hosts too
  if (origin !== HERE || pathname.startsWith("//") || /^\/(api|sign-in)(\/|$)/.test(pathname)) return HOME;
  return pathname + search + hash;
}

const HERE = "http://console.invalid";
const HOME = "/";
