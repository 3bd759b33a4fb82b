import { DEFAULTS, type LvsConfig, type VirtualServer } from "@piranha/lvs/config";
import { matchBlocks } from "@piranha/lvs/lvs-cf";
import { same } from "./canonical.ts";
import { alikeBlocks } from "./changes.ts";
import { idsOf } from "./findings.ts";

/** One line of the list of virtual servers, defaults filled in. */
export type VirtualRow = {
  /** Its name; with `#2` behind it where an earlier one has the same. */
  readonly id: string;
  readonly name: string;
  readonly address: string | null;
  readonly device: string | null;
  readonly port: number;
  readonly protocol: string;
  /** Null where it is not known by a mark. */
  readonly fwmark: number | null;
  readonly scheduler: string;
  readonly active: boolean;
  readonly servers: { readonly total: number; readonly active: number };
  /** Against what is applied; removed ones are still listed, where they stood. */
  readonly change: "added" | "changed" | "removed" | null;
};

/** The virtual servers of a configuration, and those of another one that are not in it any more. */
export function virtualRows(base: LvsConfig, draft: LvsConfig): VirtualRow[] {
  const [old, next] = [base.virtualServers, draft.virtualServers];
  const places = matchBlocks(old, next, alikeBlocks);
  const kept = new Map(places.map((place, at) => [place, at]));
  const [oldIds, ids] = [idsOf(old), idsOf(next)];
  /** Removed ones by the place in the draft that they follow. */
  const removed = new Map<number, VirtualRow[]>();
  let behind = -1;
  old.forEach((virtual, at) => {
    const place = kept.get(at);
    if (place === undefined) {
      const row = rowOf(virtual, oldIds[at] ?? virtual.name, "removed");
      removed.set(behind, [...(removed.get(behind) ?? []), row]);
    } else behind = place;
  });
  const rows = next.map((virtual, at): VirtualRow[] => {
    const before = old[places[at] ?? -1];
    const change = !before ? "added" : same(before, virtual) ? null : "changed";
    return [rowOf(virtual, ids[at] ?? virtual.name, change), ...(removed.get(at) ?? [])];
  });
  return [...(removed.get(-1) ?? []), ...rows.flat()];
}

function rowOf(virtual: VirtualServer, id: string, change: VirtualRow["change"]): VirtualRow {
  const { name, address, port, protocol, fwmark, scheduler, active, servers } = virtual;
  return {
    id,
    name,
    address: address?.address ?? null,
    device: address?.device ?? null,
    port: port ?? DEFAULTS.service.port,
    protocol: protocol ?? DEFAULTS.service.protocol,
    fwmark: fwmark || null,
    scheduler: scheduler ?? DEFAULTS.service.scheduler,
    active: active ?? DEFAULTS.service.active,
    servers: { total: servers.length, active: servers.filter((server) => server.active).length },
    change,
  };
}
