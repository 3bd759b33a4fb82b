import { setTimeout as delay } from "node:timers/promises";
import { ARTICLE, type LabNode, type RequestRecord } from "../src/index.ts";

/** What the client has seen so far. */
export type Tally = {
  readonly answers: number;
  readonly failures: number;
  readonly byServer: Readonly<Record<string, number>>;
  readonly last: RequestRecord | undefined;
};

const URL = `http://${ARTICLE.vip}`;
/** Answers that take five seconds, so that connections are open; and larger ones, so that bytes flow. */
const LASTING = [`${URL}/drip/50/100`, `${URL}/bytes/40000`];

/**
 * Keeps a light load on the virtual address: three requests a second, more and fewer by turns, and two that last.
 *
 * @returns ends it.
 */
export function startTraffic(client: LabNode, onTally: (tally: Tally) => void): () => Promise<void> {
  const stopped = new AbortController();
  let tally: Tally = { answers: 0, failures: 0, byServer: {}, last: undefined };
  const everySecond = async (): Promise<void> => {
    for (let second = 0; !stopped.signal.aborted; second++) {
      const nextMs = Date.now() + 1_000;
      for (const url of LASTING) void client.fetch(url, 1, { timeoutMs: 10_000 }).catch(() => undefined);
      const times = Math.round(3 + 2 * Math.sin(second / 10));
      const round = await client.fetch(`${URL}/`, times, { concurrency: times, timeoutMs: 900 });
      const byServer = { ...tally.byServer };
      for (const [name, count] of Object.entries(round.byServer)) byServer[name] = (byServer[name] ?? 0) + count;
      tally = {
        answers: tally.answers + round.answers,
        failures: tally.failures + round.failures,
        byServer,
        last: round.records.at(-1),
      };
      onTally(tally);
      await delay(nextMs - Date.now(), undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  const ended = everySecond().catch(() => undefined); // The lab has gone.
  return async () => {
    stopped.abort();
    await ended;
  };
}
