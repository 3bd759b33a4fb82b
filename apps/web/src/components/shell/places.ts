export type Place = { readonly href: string; readonly label: string };

/** The pages of the header, in its order. */
export const PLACES: readonly Place[] = [
  { href: "/", label: "Control" },
  { href: "/virtual-servers", label: "Virtual servers" },
  { href: "/global", label: "Global" },
  { href: "/redundancy", label: "Redundancy" },
  { href: "/history", label: "History" },
];

/** Pages that are not in the header; Ctrl-K finds them. */
export const MORE_PLACES: readonly Place[] = [
  { href: "/review", label: "Review and apply" },
  { href: "/virtual-servers/add", label: "Add virtual server" },
  { href: "/import", label: "Import an lvs.cf" },
  { href: "/audit", label: "Audit log" },
  { href: "/account", label: "Account" },
];

/** Whether a page belongs to a place. */
export const isAt = (place: string, pathname: string): boolean =>
  place === "/" ? pathname === "/" : pathname === place || pathname.startsWith(`${place}/`);

/** The page of a virtual server. */
export const virtualHref = (id: string, tab?: "real-servers" | "monitoring"): string =>
  ["/virtual-servers", segmentOf(id), ...(tab ? [tab] : [])].join("/");

/** Names that mean something in an address, such as `add`, get a `~` in front. */
const segmentOf = (id: string): string => encodeURIComponent(/^(~.*|add|\.{1,2})$/.test(id) ? `~${id}` : id);

/** The id in such an address, as Next hands it over: still encoded. Nonsense stays as it is. */
export function virtualIdOf(segment: string): string {
  let id = segment;
  try {
    id = decodeURIComponent(segment);
  } catch {
    // not ours: no virtual server has that name, and the page will say so
  }
  return id.startsWith("~") ? id.slice(1) : id;
}

/** The page of a real server, or of a new one. */
export const serverHref = (id: string, serverId: string | null): string =>
  `${virtualHref(id, "real-servers")}/${serverId === null ? "add" : segmentOf(serverId)}`;
