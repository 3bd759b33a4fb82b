import { randomUUID } from "node:crypto";
import type { AgentEvent, Patch, RouterFacts, ServiceRow } from "@piranha/lvs/status";
import type { DraftFeed, FeedEvent, FeedMessage, RouterFeed } from "../../live/feed.ts";
import type { Router, Routers } from "../agent/routers.ts";
import { figuresOf, type RouterFigures } from "./figures.ts";

export type Live = {
  /** What changed since a cursor, at least once a second; latest wins, so a slow browser costs nothing. */
  readonly follow: (
    cursor: string | undefined,
    watch: readonly string[],
    signal: AbortSignal,
  ) => AsyncGenerator<{ readonly id: string; readonly message: FeedMessage }>;
  /** Events of all routers, newest last, as far as they are kept. */
  readonly events: () => readonly FeedEvent[];
  readonly figures: (router: string) => RouterFigures | undefined;
  /** Something of the draft changed. */
  readonly touch: () => void;
  readonly close: () => void;
};

type Options = { readonly routers: Routers; readonly draft: () => DraftFeed };

const GAP_MS = 50;
const BEAT_MS = 1_000;
const EVENTS_KEPT = 1_000;

/** Gathers what the routers say and tells every browser; see `FeedMessage`. */
export function startLive({ routers, draft }: Options): Live {
  const bootId = randomUUID().slice(0, 8);
  const figures = new Map(routers.all.map((router) => [router.name, figuresOf()]));
  const events: FeedEvent[] = [];
  const waiting = new Set<() => void>();
  let shown: Router | undefined;
  let seq = 1;
  /** The revision of everything when another router's table came on screen. */
  let tableRev = 1;
  let orderRev = 1;
  /** Revision of each row of the table on screen; a gone row keeps its own. */
  let revs = new Map<string, number>();
  const gone = new Map<string, number>();
  let changes = 0;

  const wake = () => {
    changes++;
    for (const done of [...waiting]) done();
  };

  const show = (router: Router | undefined) => {
    shown = router;
    tableRev = orderRev = ++seq;
    revs = new Map([...(router?.follower.services().keys() ?? [])].map((id) => [id, seq]));
    gone.clear();
  };

  const takePatch = (router: Router, patch: Patch) => {
    if (patch.full) show(router);
    else {
      if (patch.services.length > 0 || patch.gone.length > 0 || patch.order) seq++;
      for (const { id } of patch.services) {
        revs.set(id, seq);
        gone.delete(id);
      }
      for (const id of patch.gone) {
        revs.delete(id);
        gone.set(id, seq);
      }
      if (patch.order) orderRev = seq;
    }
  };

  /** The boot id of each router whose earlier events have been asked for. */
  const asked = new Map<string, string>();

  const addEvents = (router: Router, boot: string, news: readonly AgentEvent[]) => {
    const known = new Set(events.map(({ id }) => id));
    const fresh = news
      .map((event) => ({ ...event, id: `${router.name}:${boot}:${String(event.seq)}`, router: router.name }))
      .filter(({ id }) => !known.has(id));
    events.push(...fresh);
    events.splice(0, Math.max(0, events.length - EVENTS_KEPT));
  };

  /** A stream begins with what happens next; what happened before is asked for once. */
  const askEarlier = async (router: Router, boot: string) => {
    if (asked.get(router.name) === boot) return;
    asked.set(router.name, boot);
    try {
      addEvents(router, boot, await router.door.client.events.query({ since: 0 }));
      events.sort((a, b) => a.atMs - b.atMs);
      wake();
    } catch {
      asked.delete(router.name); // with the next patch
    }
  };

  const stop = routers.onChange((router, patch) => {
    if (patch) {
      if (patch.events.length > 0) addEvents(router, patch.bootId, patch.events);
      void askEarlier(router, patch.bootId);
      if (patch.figures) figures.get(router.name)?.add(patch.figures, router.follower);
    }
    // with nobody live, the last table stays, greyed by its age
    const table = routers.serving() ?? shown ?? router;
    if (table !== shown) show(table);
    else if (patch && router === shown) takePatch(router, patch);
    wake();
  });

  const changeOr = (ms: number, signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener("abort", done);
      waiting.add(done);
    });

  const routerFeed = (router: Router): RouterFeed => {
    const { follower } = router;
    const facts = follower.facts();
    return {
      name: router.name,
      address: router.address,
      link: follower.link(),
      facts: facts ? onOurClock(facts, follower.offsetMs()) : null,
    };
  };

  const readCursor = (cursor: string | undefined) => {
    const [, boot, known, heard] = /^([^:]*):(\d{1,15}):(.*)$/.exec(cursor ?? "") ?? [];
    return boot === bootId && Number(known) <= seq ? { known: Number(known), heard: heard ?? "" } : undefined;
  };

  return {
    events: () => events,
    figures: (name) => figures.get(name)?.current(),
    touch: wake,
    close: stop,
    async *follow(cursor, watch, signal) {
      const from = readCursor(cursor);
      let known = from?.known ?? 0;
      let heard = from?.heard ?? "";
      let first = true;
      while (!signal.aborted) {
        const startMs = Date.now();
        const seen = changes;
        const full = known < tableRev;
        const follower = shown?.follower;
        const offsetMs = follower?.offsetMs() ?? 0;
        const rows = follower ? rowsSince(follower.services(), revs, full ? 0 : known) : [];
        const numbers = shown && figures.get(shown.name);
        const news = eventsAfter(events, heard);
        const message: FeedMessage = {
          bootId,
          sentAtMs: startMs,
          full,
          routers: routers.all.map(routerFeed),
          tableOf: shown?.name ?? null,
          services: rows.map((row) => rowOnOurClock(row, offsetMs)),
          gone: full ? [] : [...gone].filter(([, rev]) => rev > known).map(([id]) => id),
          ...((full || orderRev > known) && { order: follower?.order() ?? [] }),
          ...(numbers?.message(watch, full, first) ?? NO_FIGURES),
          events: news,
          draft: draft(),
        };
        known = seq;
        heard = events.at(-1)?.id ?? heard;
        first = false;
        yield { id: `${bootId}:${String(known)}:${heard}`, message };
        await pause(GAP_MS, signal); // changes come in swarms; one word for all of them
        if (changes === seen) await changeOr(startMs + BEAT_MS - Date.now(), signal);
      }
    },
  };
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    }
    signal.addEventListener("abort", done);
  });

const NO_FIGURES = { countedAtMs: 0, figures: {}, serverFigures: {}, totals: [] };
const FIRST_EVENTS = 200;

function eventsAfter(events: readonly FeedEvent[], heard: string): readonly FeedEvent[] {
  const index = heard === "" ? -1 : events.findIndex(({ id }) => id === heard);
  return index === -1 ? events.slice(-FIRST_EVENTS) : events.slice(index + 1);
}

const rowsSince = (rows: ReadonlyMap<string, ServiceRow>, revs: ReadonlyMap<string, number>, known: number) =>
  [...rows.values()].filter(({ id }) => (revs.get(id) ?? 0) > known);

/** The agent's own clock becomes ours: an age is now minus that. */
const rowOnOurClock = (row: ServiceRow, offsetMs: number): ServiceRow => ({
  ...row,
  servers: row.servers.map((server) => ({
    ...server,
    verdict: { ...server.verdict, sinceMs: server.verdict.sinceMs + offsetMs },
  })),
});

const onOurClock = (facts: RouterFacts, offsetMs: number): RouterFacts => ({
  ...facts,
  pulse: { ...facts.pulse, sinceMs: facts.pulse.sinceMs + offsetMs },
  table: {
    ...facts.table,
    readSinceMs: facts.table.readSinceMs === null ? null : facts.table.readSinceMs + offsetMs,
  },
  processes: facts.processes.map((one) => ({ ...one, sinceMs: one.sinceMs + offsetMs })),
});
