import type { EffectiveConfig, RealServer } from "@piranha/lvs/config";
import type { Edit } from "@piranha/lvs/lvs-cf";
import type { AdminInput } from "../control/answers.ts";

export type AdminEdits =
  | { readonly kind: "edits"; readonly edits: readonly Edit[]; readonly text: string }
  | { readonly kind: "refused"; readonly reasons: string[] };

/** Translates an administrative change into edits of lvs.cf: it survives reload and failover like any other setting. */
export function adminEdits(input: AdminInput, { virtualServers }: EffectiveConfig, wallNowMs: number): AdminEdits {
  const { action, target, weight, until } = input;
  if (until !== undefined && (target.kind === "virtual" || (action !== "deactivate" && action !== "drain")))
    return refused("--until says when a real server comes back: it goes with deactivate and drain of VIRTUAL/SERVER");
  if (until !== undefined && !(ZONED.test(until) && Date.parse(until) > wallNowMs))
    return refused(`--until ${until}: write a UTC time to come, such as 2026-11-22T14:00:00Z`);
  if (action === "weight" && weight === undefined)
    return refused("say the weight: piranha-agent weight VIRTUAL/SERVER 5");
  if (target.kind === "virtual") {
    const { virtual } = target;
    if (action !== "activate" && action !== "deactivate")
      return refused(`${action} works for real servers: name one as VIRTUAL/SERVER`);
    const edit: Edit = { kind: "virtual", virtual, field: "active", value: action === "activate" };
    return { kind: "edits", edits: [edit], text: `${PAST[action]} ${virtual}` };
  }
  const servers = serversOf(target, virtualServers, action === "drain");
  if (servers.length === 0 && target.kind === "host")
    return refused(`no real server has the address ${target.address}`);
  const fields = fieldsOf(action, weight, until);
  const edits = servers.flatMap(({ virtual, server }) => serverEdits(virtual, server, fields));
  const names = namesOf(servers);
  return { kind: "edits", edits, text: `${PAST[action]} ${names}${weight === undefined ? "" : `: ${weight}`}` };
}

/** Ends the administrative states whose time is over. */
export function expiredEdits({ virtualServers }: EffectiveConfig, wallNowMs: number): Edit[] {
  return virtualServers.flatMap(({ name: virtual, servers }) =>
    servers
      .filter(({ until }) => until !== undefined && Date.parse(until) <= wallNowMs)
      // a drain ends as the server was before it; only what was switched off until now is switched on
      .flatMap(({ name: server, drain }) =>
        serverEdits(virtual, server, { drain: undefined, until: undefined, ...(drain ? {} : { active: true }) }),
      ),
  );
}

type Fields = Pick<RealServer, "active" | "drain" | "until" | "weight">;

/** Inactive and draining exclude each other, and both end with `until`; activating ends all of it. */
function fieldsOf(action: AdminInput["action"], weight: number | undefined, until: string | undefined): Fields {
  const end = until === undefined ? undefined : `${new Date(until).toISOString().slice(0, 19)}Z`;
  switch (action) {
    case "activate":
      return { active: true, drain: undefined, until: undefined };
    case "deactivate":
      return { active: false, drain: undefined, until: end };
    case "drain":
      return { drain: true, until: end };
    case "weight":
      return { weight };
  }
}

function serverEdits(virtual: string, server: string, fields: Fields): Edit[] {
  const at = { kind: "server", virtual, server } as const;
  return [
    ...("active" in fields ? [{ ...at, field: "active", value: fields.active } as const] : []),
    ...("drain" in fields ? [{ ...at, field: "drain", value: fields.drain } as const] : []),
    ...("until" in fields ? [{ ...at, field: "until", value: fields.until } as const] : []),
    ...("weight" in fields ? [{ ...at, field: "weight", value: fields.weight } as const] : []),
  ];
}

type Target = { readonly virtual: string; readonly server: string };

function serversOf(
  target: Exclude<AdminInput["target"], { kind: "virtual" }>,
  virtualServers: EffectiveConfig["virtualServers"],
  activeOnly: boolean,
): readonly Target[] {
  switch (target.kind) {
    case "server":
      return [target];
    case "host":
      return serversOfHost(virtualServers, target.address, activeOnly);
    case "many":
      // named twice it is changed once
      return [...new Map(target.targets.map((one) => [`${one.virtual}/${one.server}`, one])).values()];
  }
}

/** All of a few, or how many, for the event that says so. */
function namesOf(servers: readonly Target[]): string {
  const names = servers.slice(0, NAMED).map(({ virtual, server }) => `${virtual}/${server}`);
  const more = servers.length - names.length;
  return more === 0 ? names.join(", ") : `${names.join(", ")} and ${more} more`;
}

const NAMED = 20;

const serversOfHost = (virtualServers: EffectiveConfig["virtualServers"], address: string, activeOnly: boolean) =>
  virtualServers.flatMap(({ name: virtual, servers }) =>
    servers
      .filter((server) => server.address === address && (server.active || !activeOnly))
      .map(({ name: server }) => ({ virtual, server })),
  );

/** A time that says its zone: local times of a router are nobody's. */
const ZONED = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

const refused = (reason: string): AdminEdits => ({ kind: "refused", reasons: [reason] });

const PAST = { activate: "activated", deactivate: "deactivated", drain: "draining", weight: "weight of" } as const;
