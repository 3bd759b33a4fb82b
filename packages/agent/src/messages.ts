import type { RaisedAddress } from "@piranha/lvs/config";
import type { AgentEvent, RouterFacts } from "@piranha/lvs/status";

/** What the lvs process tells pulse. */
export type ToPulse =
  | { readonly kind: "alive" }
  | ({ readonly kind: "needs" } & PulseNeeds)
  | { readonly kind: "event"; readonly event: Omit<AgentEvent, "seq"> }
  /** An operator's command; answered by a `done` with the same number. */
  | { readonly kind: "command"; readonly id: number; readonly command: "start" | "stop" };

/** What pulse tells the lvs process. */
export type ToLvs =
  | { readonly kind: "are you alive" }
  | ({ readonly kind: "facts" } & PulseFacts)
  | { readonly kind: "event"; readonly event: Omit<AgentEvent, "seq"> }
  | { readonly kind: "reload" }
  | { readonly kind: "end" }
  | { readonly kind: "done"; readonly id: number };

/** What of lvs.cf pulse has to know. Small: pulse never parses a file. */
export type PulseNeeds = {
  readonly addresses: readonly RaisedAddress[];
  /** An enabled backup: then two routers have to agree who serves. */
  readonly partner: boolean;
  readonly role: RouterFacts["role"];
  readonly keepaliveMs: number;
  readonly announceMs: number;
  /** Why this router cannot serve, in words; null when the table is in place. */
  readonly fault: string | null;
};

export type PulseFacts = {
  readonly pulse: RouterFacts["pulse"];
  readonly addresses: RouterFacts["addresses"];
};

/** Kernel lifetime of a lone router's addresses. Nobody waits for them, and ten seconds forgive a slow machine. */
export const ALONE_LIFETIME_SECONDS = 10;
