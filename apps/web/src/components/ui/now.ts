import { useSyncExternalStore } from "react";

/** Wall clock of the console's server minus that of this browser. */
let offsetMs = 0;
let nowMs = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

/** Tells the page what time it is on the console's server, from a message just received. */
export function setServerClock(sentAtMs: number): void {
  offsetMs = sentAtMs - Date.now();
}

/** The time on the console's server, now. */
export const serverNow = (): number => Date.now() + offsetMs;

/** The time on the console's server, renewed every second while somebody looks; whole seconds, so nothing renders in between. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, read, readOnServer);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    nowMs = wholeSeconds(serverNow());
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function read(): number {
  // without a timer the value would be of whenever somebody last looked
  if (timer === undefined) nowMs = wholeSeconds(serverNow());
  return nowMs;
}

const readOnServer = () => wholeSeconds(Date.now());
const wholeSeconds = (ms: number) => Math.floor(ms / 1_000) * 1_000;
