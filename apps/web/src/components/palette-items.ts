import type { ServiceRow } from "~/live/feed";
import { MORE_PLACES, PLACES, virtualHref } from "./shell/places";

export type ClickAction = "activate" | "deactivate" | "drain";

/** One line of the palette. */
export type PaletteItem = {
  readonly id: string;
  readonly group: "Go to" | "Do at once" | "Console";
  readonly label: string;
  readonly does:
    | { readonly kind: "go"; readonly href: string }
    /** `back` takes it back. */
    | {
        readonly kind: "click";
        readonly action: ClickAction;
        readonly back: ClickAction;
        readonly virtual: string;
        readonly server?: string;
      }
    | { readonly kind: "theme"; readonly theme: "light" | "dark" | "system" }
    | { readonly kind: "signOut" };
};

const MOST = 40;

/**
 * The lines that have every word of `query` in them, best first: those that begin with it, then the shorter. Actions come only
 * with a query, because there are as many as real servers.
 */
export function paletteItems(
  query: string,
  virtuals: readonly { readonly id: string; readonly name: string }[],
  services: Iterable<ServiceRow>,
  mayChange: boolean,
): PaletteItem[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found: { item: PaletteItem; rank: number }[] = [];
  for (const item of candidates(virtuals, mayChange && words.length > 0 ? services : [])) {
    const label = item.label.toLowerCase();
    if (words.every((word) => label.includes(word))) found.push({ item, rank: rank(label, words) });
  }
  return found
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map(({ item }) => item);
}

function rank(label: string, words: readonly string[]): number {
  const parts = label.split(/[\s/]+/);
  const exact = words.filter((word) => parts.includes(word)).length;
  const begun = words.filter((word) => parts.some((part) => part.startsWith(word))).length;
  return label.length - 1_000 * exact - 100 * begun;
}

function* candidates(
  virtuals: readonly { readonly id: string; readonly name: string }[],
  services: Iterable<ServiceRow>,
): Generator<PaletteItem> {
  for (const { href, label } of [...PLACES, ...MORE_PLACES])
    yield { id: href, group: "Go to", label: `Go to ${label}`, does: { kind: "go", href } };
  yield { id: "light", group: "Console", label: "Theme: light", does: { kind: "theme", theme: "light" } };
  yield { id: "dark", group: "Console", label: "Theme: dark", does: { kind: "theme", theme: "dark" } };
  yield { id: "system", group: "Console", label: "Theme: as the system", does: { kind: "theme", theme: "system" } };
  yield { id: "out", group: "Console", label: "Log out", does: { kind: "signOut" } };
  for (const { id } of virtuals)
    yield {
      id: `virtual ${id}`,
      group: "Go to",
      label: `Go to virtual server ${id}`,
      does: { kind: "go", href: virtualHref(id) },
    };
  for (const service of services) yield* actionsOf(service);
}

function* actionsOf({ name, active, servers }: ServiceRow): Generator<PaletteItem> {
  yield active ? clickItem("deactivate", "activate", name) : clickItem("activate", "deactivate", name);
  for (const { name: server, admin } of servers) {
    const back = ADMIN[admin];
    if (admin !== "active") yield clickItem("activate", back, name, server);
    if (admin !== "inactive") yield clickItem("deactivate", back, name, server);
    if (admin === "active") yield clickItem("drain", back, name, server);
  }
}

function clickItem(action: ClickAction, back: ClickAction, virtual: string, server?: string): PaletteItem {
  const target = server === undefined ? virtual : `${virtual}/${server}`;
  return {
    id: `${action} ${target}`,
    group: "Do at once",
    label: `${WORD[action]} ${target}`,
    does: { kind: "click", action, back, virtual, ...(server !== undefined && { server }) },
  };
}

const ADMIN = { active: "activate", inactive: "deactivate", drain: "drain" } as const;
const WORD = { activate: "Activate", deactivate: "Deactivate", drain: "Drain" } as const;
/** What a toast says afterwards. */
export const DONE = { activate: "activated", deactivate: "deactivated", drain: "drains" } as const;
