import type { HostAnswer } from "@piranha/lvs/nanny";
import type { Ping } from "../adapters/probe-ping.ts";

/** Asks hosts whether they are there at all, a few at a time, and each only once when many ask for it. */
export type Pings = {
  readonly explain: (address: string, onAnswer: (host: HostAnswer) => void) => void;
  readonly stop: () => void;
};

const AT_ONCE = 8;
/** When everything fails at once the reason is near; nobody reads a thousand explanations. */
const MOST_WAITING = 64;

/** Starts with nothing to ask. Explanations nobody can get to are not given; a ping that fails explains nothing. */
export function startPings(ping: Ping): Pings {
  const wanted = new Map<string, ((host: HostAnswer) => void)[]>();
  const waiting: string[] = [];
  const abort = new AbortController();
  let running = 0;

  const next = () => {
    if (running >= AT_ONCE || abort.signal.aborted) return;
    const address = waiting.shift();
    if (address === undefined) return;
    running++;
    void asked(address).then((host) => {
      running--;
      const callbacks = wanted.get(address) ?? [];
      wanted.delete(address);
      if (!abort.signal.aborted) for (const callback of callbacks) callback(host);
      next();
    });
  };

  const asked = async (address: string): Promise<HostAnswer> => {
    try {
      return await ping(address, abort.signal);
    } catch {
      return undefined;
    }
  };

  return {
    explain(address, onAnswer) {
      const others = wanted.get(address);
      if (others) return void others.push(onAnswer);
      if (waiting.length >= MOST_WAITING) return;
      wanted.set(address, [onAnswer]);
      waiting.push(address);
      next();
    },
    stop: () => abort.abort(),
  };
}
