/** The client program of a node: asks servers again and again and remembers what came of it. */
import { setTimeout as delay } from "node:timers/promises";
import { type ClientQuestion, type RequestRecord, type RequestTarget, type Wanted, summarise } from "../requests.ts";
import { nowMs } from "./clock.ts";
import { converse } from "./conversation.ts";
import { request } from "./request.ts";

type Waiter = { wanted: Wanted; left: number; resolve: (record: RequestRecord) => void };
type Series = {
  readonly fromMs: number;
  readonly records: RequestRecord[];
  readonly waiters: Set<Waiter>;
  readonly underWay: Set<Promise<void>>;
  readonly timer: NodeJS.Timeout;
};
const all = new Map<number, Series>();

converse((question) => answer(question as ClientQuestion));

async function answer(question: ClientQuestion): Promise<unknown> {
  switch (question.kind) {
    case "times":
      return times(question.target, question.times, question.concurrency);
    case "begin":
      all.set(question.series, begin(question.target, question.everyMs));
      return { atMs: nowMs() };
    case "until":
      return until(find(question.series), question);
    case "summary":
      return summarise(find(question.series).records, find(question.series).fromMs, nowMs());
    case "end":
      return end(question.series);
  }
}

function find(series: number): Series {
  const found = all.get(series);
  if (!found) throw new Error("The series has ended");
  return found;
}

async function times(target: RequestTarget, count: number, concurrency: number): Promise<unknown> {
  const fromMs = nowMs();
  const records: RequestRecord[] = [];
  let left = count;
  const worker = async (): Promise<void> => {
    while (left-- > 0) records.push(await request(target));
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return summarise(records, fromMs, nowMs());
}

function begin(target: RequestTarget, everyMs: number): Series {
  const tick = (): void => {
    const one = request(target).then((record) => {
      series.underWay.delete(one);
      series.records.push(record);
      for (const waiter of series.waiters) tell(series, waiter, record);
    });
    series.underWay.add(one);
  };
  const timer = setInterval(tick, everyMs);
  const series: Series = { fromMs: nowMs(), records: [], waiters: new Set(), underWay: new Set(), timer };
  tick();
  return series;
}

function tell(series: Series, waiter: Waiter, record: RequestRecord): void {
  const { ok, who } = waiter.wanted;
  if (ok !== undefined && record.ok !== ok) return;
  if (who !== undefined && !(record.ok && record.who === who)) return;
  if (--waiter.left > 0) return;
  series.waiters.delete(waiter);
  waiter.resolve(record);
}

const until = (series: Series, wanted: Wanted): Promise<RequestRecord> =>
  new Promise((resolve) => series.waiters.add({ wanted, left: wanted.count ?? 1, resolve }));

async function end(number: number): Promise<unknown> {
  const series = find(number);
  clearInterval(series.timer);
  const untilMs = nowMs();
  // Every request has its own deadline; this one is for a bug in it.
  await Promise.race([Promise.all(series.underWay), delay(60_000, undefined, { ref: false })]);
  all.delete(number);
  return summarise(series.records, series.fromMs, untilMs);
}
