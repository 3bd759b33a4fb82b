import {
  STATUS_VERSION,
  type AgentEvent,
  type Figures,
  type Patch,
  type RouterFacts,
  type ServiceRow,
  type Snapshot,
} from "@piranha/lvs/status";

/** What the store tells about; built anew whenever somebody looks after a change. */
export type StatusSource = {
  readonly bootId: string;
  readonly nowMs: () => number;
  readonly router: () => Promise<RouterFacts>;
  readonly services: () => readonly ServiceRow[];
  readonly figures: () => Promise<Figures | undefined>;
  readonly eventsSince: (seq: number) => AgentEvent[];
  readonly lastEvent: () => number;
};

export type StatusStore = {
  /** Something changed: whoever follows hears of it within the gap. */
  readonly touch: () => void;
  readonly snapshot: () => Promise<Snapshot>;
  /** Patches from a cursor (`bootId:seq:event`) on, at least one a beat; latest wins, so a slow reader costs nothing. */
  readonly follow: (cursor: string | undefined, signal: AbortSignal) => AsyncGenerator<{ id: string; patch: Patch }>;
};

const GAP_MS = 100;
const BEAT_MS = 1_000;

/** Gives every row the revision of its last change, so a patch is "rows newer than your cursor" and nothing is ever diffed twice. */
export function statusStore(source: StatusSource): StatusStore {
  let seq = 1;
  let dirty = true;
  /** When the order of the services last changed. */
  let orderRev = 1;
  let rows = new Map<string, { readonly row: ServiceRow; readonly text: string; readonly rev: number }>();
  const gone = new Map<string, number>();
  const waiting = new Set<() => void>();

  const refresh = () => {
    if (!dirty) return;
    dirty = false;
    const next: typeof rows = new Map();
    const rev = seq + 1;
    let changed = false;
    for (const row of source.services()) {
      const text = JSON.stringify(row);
      const known = rows.get(row.id);
      if (known?.text === text) next.set(row.id, known);
      else next.set(row.id, { row, text, rev });
      changed ||= known?.text !== text;
      gone.delete(row.id);
    }
    for (const name of rows.keys()) {
      if (next.has(name)) continue;
      gone.set(name, rev);
      changed = true;
    }
    const reordered = [...next.keys()].join("\n") !== [...rows.keys()].join("\n");
    if (reordered) orderRev = rev;
    rows = next;
    if (changed || reordered) seq = rev;
  };

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

  /** A cursor of ours: what a reader knows and has heard. Undefined for one of another life, or anybody's text. */
  const readCursor = (cursor: string | undefined) => {
    const [, boot, known, heard] = /^([^:]*):(\d{1,15}):(\d{1,15})$/.exec(cursor ?? "") ?? [];
    if (boot !== source.bootId || Number(known) > seq) return undefined;
    return { known: Number(known), heard: Number(heard) };
  };

  return {
    touch: () => {
      dirty = true;
      for (const done of [...waiting]) done();
    },
    snapshot: async () => {
      refresh();
      const services = [...rows.values()].map(({ row }) => row);
      const router = await source.router();
      return { version: STATUS_VERSION, bootId: source.bootId, seq, nowMs: source.nowMs(), router, services };
    },
    async *follow(cursor, signal) {
      let { known, heard } = readCursor(cursor) ?? { known: 0, heard: source.lastEvent() };
      while (!signal.aborted) {
        const startMs = source.nowMs();
        refresh();
        const full = known === 0;
        const set = [...rows.values()].filter(({ rev }) => full || rev > known).map(({ row }) => row);
        const order = full || orderRev > known ? [...rows.keys()] : undefined;
        const lost = full ? [] : [...gone].filter(([, rev]) => rev > known).map(([name]) => name);
        const events = source.eventsSince(heard);
        known = seq;
        heard = events.at(-1)?.seq ?? heard;
        const router = await source.router();
        const figures = await source.figures();
        const nowMs = source.nowMs();
        const head = { version: STATUS_VERSION, bootId: source.bootId, seq, nowMs, full, router } as const;
        yield {
          id: `${source.bootId}:${String(known)}:${String(heard)}`,
          patch: { ...head, services: set, gone: lost, events, ...(order && { order }), ...(figures && { figures }) },
        };
        await pause(GAP_MS, signal);
        if (!dirty && source.lastEvent() === heard) await changeOr(startMs + BEAT_MS - source.nowMs(), signal);
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
