import { FIGURES_PER_SERVER, type Figures } from "@piranha/lvs/status";
import { FIGURES, HISTORY, type FeedMessage } from "../../live/feed.ts";
import type { Follower } from "../agent/follow-router.ts";
import { ring, type Ring } from "./ring.ts";

/** What one router counts now. */
export type RouterFigures = {
  /** By service id: {@link FIGURES} numbers. */
  readonly services: Readonly<Record<string, readonly number[]>>;
  /** By service id: {@link FIGURES} numbers for each server, flat. */
  readonly servers: ReadonlyMap<string, readonly number[]>;
  readonly totals: readonly number[];
};

const NOT_COUNTED = -1;
/** More often than this nothing new is counted. */
const SHORTEST_MS = 900;
/** The kernel adds its counters up every two seconds: over two of its steps rates are steady, over less than one they are noise. */
const WINDOW_MS = 3_900;
const LEAST_WINDOW_MS = 1_900;

/** Turns counters into rates, and remembers the last minute of them. */
export function figuresOf() {
  /** Readings of the last seconds, oldest first, all of the same servers. */
  let readings: Figures[] = [];
  let lastOrder: readonly string[] = [];
  let boot: string | undefined;
  let now: RouterFigures = { services: {}, servers: new Map(), totals: [] };
  let countedAtMs = 0;
  const totals = ring(HISTORY);
  const serviceHistory = new Map<string, Ring>();
  const serverHistory = new Map<string, Ring[]>();

  return {
    current: () => now,
    add: (figures: Figures, follower: Follower) => {
      const order = follower.order();
      const last = readings.at(-1);
      const same = boot === follower.bootId() && order === lastOrder && last?.values.length === figures.values.length;
      if (!same) readings = [];
      else if (figures.nowMs - last.nowMs < SHORTEST_MS) return;
      const before = earlierOf(readings, figures.nowMs);
      const services: Record<string, readonly number[]> = {};
      const servers = new Map<string, readonly number[]>();
      const rows = follower.services();
      let at = 0;
      for (const id of order) {
        const count = rows.get(id)?.servers.length ?? 0;
        const flat = ratesOf(figures, before, at, count);
        at += count * FIGURES_PER_SERVER;
        servers.set(id, flat);
        const sum = sumOf(flat);
        services[id] = sum;
        historyOf(serviceHistory, id).add(sum[RATE] ?? NOT_COUNTED);
        const rings = ringsOf(serverHistory, id, count);
        for (let index = 0; index < count; index++) rings[index]?.add(flat[index * FIGURES + RATE] ?? NOT_COUNTED);
      }
      const known = new Set(order);
      for (const histories of [serviceHistory, serverHistory])
        for (const id of histories.keys()) if (!known.has(id)) histories.delete(id);
      now = { services, servers, totals: sumOf(Object.values(services).flat()) };
      totals.add(now.totals[RATE] ?? NOT_COUNTED);
      countedAtMs = Date.now();
      readings = [...readings.filter(({ nowMs }) => nowMs >= (before?.nowMs ?? 0)), figures];
      [lastOrder, boot] = [order, follower.bootId()];
    },
    /** The figures of a message; their history when `full`, and that of the watched services when `first`. */
    message: (
      watch: readonly string[],
      full: boolean,
      first: boolean,
    ): Pick<FeedMessage, "countedAtMs" | "figures" | "serverFigures" | "totals" | "history"> => {
      const watched = watch.filter((id) => now.servers.has(id));
      const history = {
        totals: full ? totals.values() : [],
        services: full ? Object.fromEntries([...serviceHistory].map(([id, one]) => [id, one.values()])) : {},
        servers: Object.fromEntries(
          watched.map((id) => [id, (serverHistory.get(id) ?? []).map((one) => one.values())] as const),
        ),
      };
      return {
        countedAtMs,
        figures: now.services,
        serverFigures: Object.fromEntries(watched.map((id) => [id, now.servers.get(id) ?? []] as const)),
        totals: now.totals,
        ...((full || first) && { history }),
      };
    },
  };
}

/** Where {@link FIGURES} has connections a second. */
const RATE = 2;
/** Where the agent's figures have what. */
const [ACTIVE, INACTIVE, CONNECTIONS, IN_BYTES, OUT_BYTES] = [1, 2, 3, 6, 7];

/** The reading to compare with: the latest that is a whole window ago, else the oldest that is long enough ago. */
const earlierOf = (readings: readonly Figures[], nowMs: number): Figures | undefined =>
  readings.findLast((one) => nowMs - one.nowMs >= WINDOW_MS) ??
  readings.find((one) => nowMs - one.nowMs >= LEAST_WINDOW_MS);

function ratesOf(figures: Figures, before: Figures | undefined, from: number, count: number): number[] {
  const seconds = before ? (figures.nowMs - before.nowMs) / 1_000 : 0;
  const flat: number[] = [];
  for (let index = 0; index < count; index++) {
    const at = from + index * FIGURES_PER_SERVER;
    const rate = (field: number) => {
      const value = figures.values[at + field] ?? NOT_COUNTED;
      const earlier = before?.values[at + field] ?? NOT_COUNTED;
      // a row that was made anew counts from 0 again
      return value < 0 || earlier < 0 || seconds === 0 ? NOT_COUNTED : Math.max(0, value - earlier) / seconds;
    };
    flat.push(figures.values[at + ACTIVE] ?? NOT_COUNTED, figures.values[at + INACTIVE] ?? NOT_COUNTED);
    flat.push(rounded(rate(CONNECTIONS)), rounded(rate(IN_BYTES)), rounded(rate(OUT_BYTES)));
  }
  return flat;
}

const rounded = (value: number) => Math.round(value * 10) / 10;

/** Sums of {@link FIGURES} numbers each; what nobody counts is not counted in the sum either. */
function sumOf(flat: readonly number[]): number[] {
  const sums = Array.from({ length: FIGURES }, () => NOT_COUNTED);
  for (const [index, value] of flat.entries()) {
    if (value < 0) continue;
    const field = index % FIGURES;
    sums[field] = rounded(Math.max(0, sums[field] ?? 0) + value);
  }
  return sums;
}

function historyOf(histories: Map<string, Ring>, id: string): Ring {
  const known = histories.get(id) ?? ring(HISTORY);
  histories.set(id, known);
  return known;
}

function ringsOf(histories: Map<string, Ring[]>, id: string, count: number): Ring[] {
  const known = histories.get(id);
  if (known?.length === count) return known;
  const rings = Array.from({ length: count }, () => ring(HISTORY));
  histories.set(id, rings);
  return rings;
}
