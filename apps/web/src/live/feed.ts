import type { RouterFacts, ServerRow, ServiceRow } from "@piranha/lvs/status";

/**
 * What every browser is told, at least once a second: rows by id, latest wins. Times are wall clock of the console, milliseconds
 * since 1970; `sentAtMs` tells a browser how far its own clock is off. Fields named `…SinceMs` of an agent's facts are translated
 * to that clock too.
 */
export type FeedMessage = {
  /** Names this life of the console. */
  readonly bootId: string;
  readonly sentAtMs: number;
  /** Rows replace all rows; otherwise they replace their like. */
  readonly full: boolean;
  readonly routers: readonly RouterFeed[];
  /** Whose table the rows are; null when no router has ever spoken. */
  readonly tableOf: string | null;
  readonly services: readonly ServiceRow[];
  readonly gone: readonly string[];
  readonly order?: readonly string[];
  /** When the figures were counted last; the same time twice means nothing new was. */
  readonly countedAtMs: number;
  /** By service id: {@link FIGURES} numbers. Absent ids have not been counted yet. */
  readonly figures: Readonly<Record<string, readonly number[]>>;
  /** By id of a watched service: {@link FIGURES} numbers for each of its servers, flat. */
  readonly serverFigures: Readonly<Record<string, readonly number[]>>;
  readonly totals: readonly number[];
  /** New connections a second, once a second, oldest first: sent with `full` and for services newly watched. */
  readonly history?: {
    readonly totals: readonly number[];
    readonly services: Readonly<Record<string, readonly number[]>>;
    /** By service id, one list for each server. */
    readonly servers: Readonly<Record<string, readonly (readonly number[])[]>>;
  };
  readonly events: readonly FeedEvent[];
  readonly draft: DraftFeed;
};

/** Active and inactive connections, connections a second, bytes in and out a second. -1 stands for "not counted". */
export const FIGURES = 5;
/** How many seconds of history a sparkline has. */
export const HISTORY = 60;

/** Whether a router speaks. Times are wall clock, milliseconds since 1970. */
export type RouterLink =
  | { readonly kind: "live"; readonly heardAtMs: number }
  | {
      readonly kind: "silent";
      readonly sinceAtMs: number;
      /** When it last spoke; null when it never has. */
      readonly heardAtMs: number | null;
      readonly words: string;
    };

export type RouterFeed = {
  readonly name: string;
  /** Such as `unix:/run/piranha/agent.sock` or `ssh://piranha@lefty`. */
  readonly address: string;
  readonly link: RouterLink;
  /** Its last words; null when it has never spoken. */
  readonly facts: RouterFacts | null;
};

export type FeedEvent = {
  readonly id: string;
  readonly router: string;
  readonly atMs: number;
  readonly area: string;
  readonly severity: "info" | "warning" | "alarm";
  readonly text: string;
};

export type DraftFeed = {
  readonly version: number;
  /** How many things differ from what is applied. */
  readonly changes: number;
  readonly conflicts: number;
  /** Who changed the draft last. */
  readonly lastEdit: { readonly author: string; readonly atMs: number } | null;
};

export type { RouterFacts, ServerRow, ServiceRow };
