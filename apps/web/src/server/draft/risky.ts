import { DEFAULTS, type GlobalSettings, type LvsConfig, type VirtualServer } from "@piranha/lvs/config";
import { matchBlocks } from "@piranha/lvs/lvs-cf";
import { same } from "./canonical.ts";
import { alikeBlocks } from "./changes.ts";
import { keyOf } from "./field-words.ts";

/** What of a change can cut off an operator, a router or many clients, one sentence each. */
export function riskyChanges(base: LvsConfig, draft: LvsConfig): string[] {
  const places = matchBlocks(base.virtualServers, draft.virtualServers, alikeBlocks);
  const kept = new Set(places);
  const changed = draft.virtualServers.flatMap((virtual, at) => {
    const before = base.virtualServers[places[at] ?? -1];
    return before && !same(before, virtual) ? riskyVirtual(before, virtual) : [];
  });
  const removed = base.virtualServers.flatMap(({ name, active, address }, at) =>
    kept.has(at) || !active || !address
      ? []
      : [`${name} is removed: its address ${address.address} is taken down, and whoever is connected is cut off.`],
  );
  return [...riskyGlobal(base.global, draft.global), ...changed, ...removed];
}

function riskyGlobal(old: GlobalSettings, next: GlobalSettings): string[] {
  const keys = (fields: readonly (keyof GlobalSettings)[]) =>
    fields.filter((field) => !same(old[field], next[field])).map((field) => keyOf("global", field));
  const said = (fields: readonly (keyof GlobalSettings)[], words: string) => {
    const changed = keys(fields);
    return changed.length === 0 ? [] : [`${changed.join(", ")}: ${words}`];
  };
  const network = (settings: GlobalSettings) => settings.network ?? DEFAULTS.global.network;
  return [
    ...said(ROUTERS, "the routers find each other by these. With a wrong one both may serve at once, or none."),
    ...said(HEARTBEAT, "until both routers run the same, they may disagree about who serves."),
    ...(network(old) === network(next)
      ? []
      : [`network: ${network(old)} → ${network(next)}. Real servers must be set up for it, or they get no traffic.`]),
    ...said(NAT, "real servers that have this address as their gateway lose their way back when it moves."),
    ...said(
      ["syncDaemon", "syncInterface", "syncId"],
      "connections may not survive a switch-over until both routers run the same.",
    ),
  ];
}

function riskyVirtual(old: VirtualServer, next: VirtualServer): string[] {
  const serving = old.active === true;
  const address = old.address ? `${old.address.address} on ${old.address.device}` : "no address";
  const moved = next.address ? `${next.address.address} on ${next.address.device}` : "no address";
  const forwarding =
    old.network !== next.network ||
    old.servers.some(
      (server, at) => next.servers[at]?.name === server.name && next.servers[at].network !== server.network,
    );
  return [
    ...(serving && (!same(old.address, next.address) || !same(old.netmask, next.netmask))
      ? [`${next.name} moves from ${address} to ${moved}: whoever is connected to the old address is cut off.`]
      : []),
    ...(serving && (old.port !== next.port || old.protocol !== next.protocol || old.fwmark !== next.fwmark)
      ? [`${next.name} is another service for the kernel now (port, protocol or mark): its connections are cut off.`]
      : []),
    ...(serving && forwarding
      ? [
          `${next.name} reaches real servers in another way (network). They must be set up for it, or they get no traffic.`,
        ]
      : []),
    ...(serving && next.active !== true ? [`${next.name} is switched off: its clients are refused.`] : []),
  ];
}

const ROUTERS = [
  "primary",
  "primaryPrivate",
  "backup",
  "backupPrivate",
  "backupActive",
  "cluster",
  "witnesses",
] as const;
const HEARTBEAT = [
  "heartbeat",
  "heartbeatPort",
  "keepaliveSeconds",
  "deadtimeSeconds",
  "preempt",
  "monitorLinks",
] as const;
const NAT = ["natRouter", "natNetmask", "masquerade"] as const;
