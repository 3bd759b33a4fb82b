import { HISTORY, type FeedEvent, type FeedMessage, type RouterFeed, type ServiceRow } from "./feed.ts";

/** What a browser knows: the last message, and what earlier ones said of the rest. Rows that did not change stay the same objects. */
export type LiveState = {
  /** Console's clock minus this browser's, milliseconds. */
  readonly clockOffsetMs: number;
  readonly bootId: string;
  readonly routers: readonly RouterFeed[];
  readonly tableOf: string | null;
  readonly services: ReadonlyMap<string, ServiceRow>;
  readonly order: readonly string[];
  readonly countedAtMs: number;
  readonly figures: FeedMessage["figures"];
  readonly serverFigures: FeedMessage["serverFigures"];
  readonly totals: readonly number[];
  readonly totalsHistory: readonly number[];
  readonly serviceHistory: ReadonlyMap<string, readonly number[]>;
  readonly serverHistory: ReadonlyMap<string, readonly (readonly number[])[]>;
  /** Newest last. */
  readonly events: readonly FeedEvent[];
  readonly draft: FeedMessage["draft"];
};

const EVENTS_KEPT = 500;
/** Where the figures have connections a second, and how many numbers a server has: see `FIGURES`. */
const RATE = 2;
const FIGURES = 5;

/** Adds one message to what was known. `receivedAtMs` is this browser's wall clock. */
export function withMessage(known: LiveState | undefined, message: FeedMessage, receivedAtMs: number): LiveState {
  const anew = message.full || known === undefined;
  const services =
    anew || message.services.length + message.gone.length > 0 ? new Map(anew ? [] : known.services) : known.services;
  if (services instanceof Map) {
    for (const row of message.services) services.set(row.id, row);
    for (const id of message.gone) services.delete(id);
  }
  const counted = known?.countedAtMs !== message.countedAtMs;
  return {
    clockOffsetMs: message.sentAtMs - receivedAtMs,
    bootId: message.bootId,
    routers: message.routers,
    tableOf: message.tableOf,
    services,
    order: message.order ?? known?.order ?? [],
    countedAtMs: message.countedAtMs,
    figures: message.figures,
    serverFigures: message.serverFigures,
    totals: message.totals,
    ...histories(anew ? undefined : known, message, counted),
    events: withEvents(known && known.bootId === message.bootId ? known.events : [], message.events),
    draft: message.draft,
  };
}

type Histories = Pick<LiveState, "totalsHistory" | "serviceHistory" | "serverHistory">;

function histories(known: Histories | undefined, message: FeedMessage, counted: boolean): Histories {
  const { history, totals, figures, serverFigures } = message;
  const sent = history?.totals.length;
  const services = new Map(
    Object.entries(figures).map(([id, now]) => [id, longer(known?.serviceHistory.get(id), now[RATE], counted)]),
  );
  for (const [id, values] of Object.entries(history?.services ?? {})) services.set(id, values);
  const servers = new Map(
    Object.entries(serverFigures).map(([id, flat]) => {
      const before = known?.serverHistory.get(id);
      const lists = Array.from({ length: flat.length / FIGURES }, (_, index) =>
        longer(before?.[index], flat[index * FIGURES + RATE], counted),
      );
      return [id, history?.servers[id] ?? lists] as const;
    }),
  );
  return {
    totalsHistory: sent ? history.totals : longer(known?.totalsHistory, totals[RATE], counted),
    serviceHistory: services,
    serverHistory: servers,
  };
}

const longer = (list: readonly number[] | undefined, value: number | undefined, counted: boolean): readonly number[] =>
  value === undefined || (!counted && list) ? (list ?? []) : [...(list ?? []).slice(1 - HISTORY), value];

function withEvents(known: readonly FeedEvent[], news: readonly FeedEvent[]): readonly FeedEvent[] {
  if (news.length === 0) return known;
  const ids = new Set(known.map(({ id }) => id));
  return [...known, ...news.filter(({ id }) => !ids.has(id))].slice(-EVENTS_KEPT);
}

/** One message that tells a new reader everything. */
export const asMessage = (state: LiveState, nowMs: number): FeedMessage => ({
  bootId: state.bootId,
  sentAtMs: nowMs + state.clockOffsetMs,
  full: true,
  routers: state.routers,
  tableOf: state.tableOf,
  services: [...state.services.values()],
  gone: [],
  order: state.order,
  countedAtMs: state.countedAtMs,
  figures: state.figures,
  serverFigures: state.serverFigures,
  totals: state.totals,
  history: {
    totals: state.totalsHistory,
    services: Object.fromEntries(state.serviceHistory),
    servers: Object.fromEntries(state.serverHistory),
  },
  events: state.events,
  draft: state.draft,
});
