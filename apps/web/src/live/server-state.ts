import type { RouterFeed, ServerRow, ServiceRow } from "./feed.ts";

/** What a real server is, in the words of the console. */
export type ServerCondition =
  | { readonly state: "up" | "unknown"; readonly sinceMs: number; readonly why: string }
  | { readonly state: "down"; readonly sinceMs: number; readonly why: string }
  | { readonly state: "draining" | "inactive"; readonly until: string | null };

/** A person's decision comes first, then what the checks say. */
export function conditionOf({ active }: ServiceRow, { admin, until, verdict }: ServerRow): ServerCondition {
  if (!active || admin === "inactive") return { state: "inactive", until };
  if (admin === "drain") return { state: "draining", until };
  return { state: verdict.kind, sinceMs: verdict.sinceMs, why: verdict.reason };
}

export type ServiceSummary = {
  readonly up: number;
  readonly down: number;
  readonly draining: number;
  readonly inactive: number;
  readonly unknown: number;
  /** Whether somebody should look: a server is down, the service serves nobody, or the kernel lacks it. */
  readonly problem: boolean;
};

export function summaryOf(service: ServiceRow): ServiceSummary {
  const counts = { up: 0, down: 0, draining: 0, inactive: 0, unknown: 0 };
  for (const server of service.servers) counts[conditionOf(service, server).state]++;
  const serves = counts.up > 0 || counts.draining > 0;
  return {
    ...counts,
    problem: service.active && (counts.down > 0 || (!serves && counts.unknown === 0) || !service.programmed),
  };
}

/** How long a router may say nothing before what it said last is no longer shown as true: two of its beats. */
export const STALE_MS = 2_500;

/** The moment of the last word of a router that is silent now; undefined while it speaks. */
export function silentSince(router: RouterFeed | undefined): number | undefined {
  if (!router) return undefined;
  return router.link.kind === "silent" ? (router.link.heardAtMs ?? router.link.sinceAtMs) : undefined;
}
