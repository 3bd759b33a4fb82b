import {
  applyPlan,
  ipvsadmLine,
  planIpvs,
  type IpvsOp,
  type IpvsTable,
  type ServiceKey,
  type UnreadLine,
} from "@piranha/lvs/ipvs";
import type { Clock } from "../adapters/clock.ts";
import type { Ipvs } from "../adapters/ipvsadm.ts";
import type { Say } from "./events.ts";
import type { Ownership } from "./ownership.ts";
import { wordsOf } from "../words-of.ts";

/** A command the kernel does not take, and when it is tried again. */
export type Refusal = {
  readonly command: string;
  readonly words: string;
  readonly retryMs: number;
  readonly tries: number;
};

export type TableState = {
  /** What the kernel holds, as last read and changed since; undefined before the first reading. */
  readonly actual: IpvsTable | undefined;
  readonly readSinceMs: number | undefined;
  readonly fault: string | undefined;
  readonly refused: readonly Refusal[];
  readonly foreign: readonly ServiceKey[];
  readonly conflicts: readonly ServiceKey[];
};

/** Keeps the kernel's table equal to what is wanted. */
export type Reconciler = {
  /** Resolves when the kernel has been told, and read back if it was never read before. */
  readonly want: (desired: IpvsTable) => Promise<void>;
  /** The operations that would run now for another wish. Changes nothing. */
  readonly plan: (desired: IpvsTable) => IpvsOp[];
  /** Makes services ours that somebody else put into the kernel. */
  readonly adopt: (keys: readonly ServiceKey[]) => Promise<void>;
  readonly state: () => TableState;
  readonly stop: () => Promise<void>;
};

/** Whoever looks at a console sees a change of the kernel within this and a little. */
const WATCH_MS = 700;
/** Reading a large table costs something: never spend more than a fifth of the time on it. */
const READ_SHARE = 4;
const CHEAP_MS = 100;
const MOST_SINGLE = 50;
const FIRST_RETRY_MS = 1_000;
const MOST_RETRY_MS = 60_000;

/**
 * Reconciles: desired against actual, the fewest operations, one batch; then the table is read again, because a batch's exit
 * code says nothing about its lines. What is still missing then is tried alone for the kernel's words and backed off. A table
 * that differs without our doing is drift: said, and repaired.
 */
export function startReconciler(ipvs: Ipvs, ours: Ownership, clock: Clock, say: Say, onChange: () => void): Reconciler {
  /** The latest wish, and the one the kernel was last told: only against that can a difference be somebody else's doing. */
  let latest: IpvsTable | undefined;
  let desired: IpvsTable | undefined;
  let actual: IpvsTable | undefined;
  let readSinceMs: number | undefined;
  let readCostMs = 0;
  let readings = 0;
  let fault: string | undefined;
  let foreign: readonly ServiceKey[] = [];
  let conflicts: readonly ServiceKey[] = [];
  /** Whether the kernel was told all of `desired`. */
  let settled = false;
  /** What was told to the kernel since it was last read. */
  const told = new Set<string>();
  const refused = new Map<string, Refusal>();
  const unreadable = new Set<string>();
  let turn: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    turn = turn
      .then(() => (stopped ? undefined : work()))
      .then(() => (fault === undefined ? undefined : recovered()), failed)
      .finally(onChange);
    return turn;
  };

  const failed = (error: unknown) => {
    const words = wordsOf(error);
    if (words !== fault) say("lvs", "alarm", `routing table: ${words}`);
    fault = words;
    settled = false;
  };

  const recovered = () => {
    fault = undefined;
    say("lvs", "info", "the routing table can be read and written again");
  };

  const scheduleRead = (withinMs: number) => {
    clearTimeout(timer);
    if (stopped) return;
    const dueMs = Math.max(withinMs, (readSinceMs ?? -Infinity) + READ_SHARE * readCostMs - clock.now());
    timer = setTimeout(() => void inTurn(readBack).finally(() => scheduleRead(WATCH_MS)), dueMs);
  };

  const read = async () => {
    const startMs = clock.now();
    const { table, unread } = await ipvs.read(wantsThresholds());
    noteUnread(unread);
    actual = table;
    readSinceMs = clock.now();
    readCostMs = readSinceMs - startMs;
    foreign = ours.foreign(actual);
    return actual;
  };

  /** A second listing of a large table is only worth its time when limits are in use; now and then it is made all the same. */
  const wantsThresholds = () => {
    const used = [desired, actual].some((table) => table && hasThresholds(table));
    return used || readCostMs < CHEAP_MS || readings++ % 10 === 0;
  };

  const noteUnread = (unread: readonly UnreadLine[]) => {
    for (const { text, problem } of unread) {
      if (unreadable.has(text)) continue;
      unreadable.add(text);
      say(
        "lvs",
        "warning",
        `the kernel's table has a row this agent cannot read and leaves alone: ${text} (${problem})`,
      );
    }
  };

  /** The part of a wish that is not somebody else's. */
  const ownPart = (wish: IpvsTable, table: IpvsTable): IpvsTable => {
    const theirs = new Set(ours.conflicts(wish, table));
    return theirs.size === 0 ? wish : new Map([...wish].filter(([key]) => !theirs.has(key)));
  };

  const missing = (wish: IpvsTable, table: IpvsTable) => planIpvs(ownPart(wish, table), ours.mine(table));

  const due = (ops: readonly IpvsOp[]) =>
    ops.filter((op) => {
      const known = refused.get(ipvsadmLine(op));
      return known === undefined || known.retryMs <= clock.now();
    });

  const tell = async (ops: readonly IpvsOp[], wish: IpvsTable) => {
    if (ops.length === 0 || actual === undefined) return;
    await ours.claim(ownPart(wish, actual).keys());
    await ipvs.applyAll(ops);
    for (const op of ops) told.add(ipvsadmLine(op));
    actual = applyPlan(actual, ops).table;
  };

  /** Tries what the batch left undone one by one, for the kernel's words. */
  const insist = async (ops: readonly IpvsOp[]) => {
    for (const op of ops.slice(0, MOST_SINGLE)) {
      const line = ipvsadmLine(op);
      const words = await ipvs.applyOne(op);
      const known = refused.get(line);
      if (words === undefined) {
        refused.delete(line);
        continue;
      }
      const tries = (known?.tries ?? 0) + 1;
      const retryMs = clock.now() + Math.min(MOST_RETRY_MS, FIRST_RETRY_MS * 2 ** (tries - 1));
      if (known?.words !== words) say("lvs", "alarm", `the kernel refuses ipvsadm ${line}: ${words}`);
      refused.set(line, { command: `ipvsadm ${line}`, words, retryMs, tries });
    }
  };

  const readBack = async () => {
    const table = await read();
    if (desired === undefined) return;
    noteConflicts(desired, table);
    await ours.forget(desired, table);
    const left = missing(desired, table);
    const lines = new Set(left.map(ipvsadmLine));
    for (const line of refused.keys()) if (!lines.has(line)) refused.delete(line);
    if (!settled) return settle();
    const again = due(left);
    const wasTold = (op: IpvsOp) => told.has(ipvsadmLine(op)) || refused.has(ipvsadmLine(op));
    const undone = again.filter(wasTold);
    const drifted = again.filter((op) => !wasTold(op));
    told.clear();
    if (drifted.length > 0) {
      const shown = drifted.slice(0, 5).map((op) => `ipvsadm ${ipvsadmLine(op)}`);
      const more = drifted.length > shown.length ? ` and ${String(drifted.length - shown.length)} more` : "";
      say("lvs", "warning", `the routing table was changed by somebody else; repairing it: ${shown.join("; ")}${more}`);
      await tell(drifted, desired);
      told.clear();
      await read();
    }
    if (undone.length > 0) {
      await insist(undone);
      await read();
    }
  };

  const noteConflicts = (wish: IpvsTable, table: IpvsTable) => {
    const now = ours.conflicts(wish, table);
    for (const key of now.filter((one) => !conflicts.includes(one)))
      say(
        "lvs",
        "alarm",
        `${key} is in the kernel already and not ours: remove it, or take it over with piranha-agent install --adopt`,
      );
    conflicts = now;
  };

  const settle = async () => {
    const wish = (desired = latest);
    if (wish === undefined) return;
    const first = actual === undefined;
    settled = false;
    const table = actual ?? (await read());
    noteConflicts(wish, table);
    await tell(due(missing(wish, table)), wish);
    settled = true;
    if (first) await readBack();
  };

  scheduleRead(WATCH_MS);
  return {
    want: (wish) => {
      latest = wish;
      return inTurn(settle).finally(() => told.size > 0 && scheduleRead(0));
    },
    plan: (wish) => (actual === undefined ? [] : missing(wish, actual)),
    adopt: (keys) => inTurn(() => ours.claim(keys)),
    state: () => ({ actual, readSinceMs, fault, refused: [...refused.values()], foreign, conflicts }),
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}

const hasThresholds = (table: IpvsTable) =>
  [...table.values()].some(({ destinations }) =>
    [...destinations.values()].some(({ upperThreshold, lowerThreshold }) => upperThreshold > 0 || lowerThreshold > 0),
  );
