import type { RouterOutput } from "~/trpc/client";

export type VirtualRow = RouterOutput["virtuals"]["list"][number];

export const SHOWN = ["all", "active", "inactive", "changed"] as const;
export type Shown = (typeof SHOWN)[number];

export type SortKey = "file" | "name" | "address" | "port" | "protocol" | "device" | "scheduler" | "servers" | "active";
export type Order = { readonly by: SortKey; readonly down: boolean };

/** Those of a kind, with every word of `filter` somewhere in them, in an order. Equal ones stay in the order of the file. */
export function rowsInOrder(
  rows: readonly VirtualRow[],
  filter: string,
  shown: Shown,
  { by, down }: Order,
): readonly VirtualRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const found = rows.filter((row) => isShown(row, shown) && words.every((word) => textOf(row).includes(word)));
  if (by === "file") return down ? found.toReversed() : found;
  const compare = COMPARE[by];
  return found.toSorted((a, b) => (down ? -compare(a, b) : compare(a, b)));
}

/** How many there are of each kind. */
export function countShown(rows: readonly VirtualRow[]): Readonly<Record<Shown, number>> {
  const count = (shown: Shown) => rows.reduce((sum, row) => sum + Number(isShown(row, shown)), 0);
  return { all: count("all"), active: count("active"), inactive: count("inactive"), changed: count("changed") };
}

/** Tells rows apart; a removed one can have the id of the one that took its place. */
export const keyOf = ({ id, change }: Pick<VirtualRow, "id" | "change">): string =>
  change === "removed" ? `removed ${id}` : id;

/** What clients connect to: `192.0.2.10:80`, `[2001:db8::1]:80` or `mark 3`. */
export function whereOf({ address, port, fwmark }: VirtualRow): string {
  if (fwmark !== null) return `mark ${String(fwmark)}`;
  if (address === null) return "no address yet";
  return `${address.includes(":") ? `[${address}]` : address}:${String(port)}`;
}

function isShown({ active, change }: VirtualRow, shown: Shown): boolean {
  switch (shown) {
    case "all":
      return true;
    case "active":
      return active && change !== "removed";
    case "inactive":
      return !active && change !== "removed";
    case "changed":
      return change !== null;
  }
}

const textOf = (row: VirtualRow): string =>
  `${row.name} ${whereOf(row)} ${row.device ?? ""} ${row.protocol} ${row.scheduler} ${row.change ?? ""}`.toLowerCase();

const words = new Intl.Collator("en", { numeric: true });

const COMPARE: Readonly<Record<Exclude<SortKey, "file">, (a: VirtualRow, b: VirtualRow) => number>> = {
  name: (a, b) => words.compare(a.name, b.name),
  // a numeric collation puts 10.0.0.9 before 10.0.0.10
  address: (a, b) => words.compare(a.address ?? "", b.address ?? ""),
  port: (a, b) => a.port - b.port,
  protocol: (a, b) => words.compare(a.protocol, b.protocol),
  device: (a, b) => words.compare(a.device ?? "", b.device ?? ""),
  scheduler: (a, b) => words.compare(a.scheduler, b.scheduler),
  servers: (a, b) => a.servers.active - b.servers.active || a.servers.total - b.servers.total,
  active: (a, b) => Number(b.active) - Number(a.active),
};
