import { setServerClock } from "~/components/ui/now";
import type { Asking, Telling } from "./hub.ts";
import { withMessage, type LiveState } from "./state.ts";

/** Whether this browser hears the console. Times are this browser's wall clock. */
export type Line =
  | { readonly kind: "connecting"; readonly sinceMs: number }
  | { readonly kind: "live"; readonly heardAtMs: number }
  | { readonly kind: "lost"; readonly sinceMs: number; readonly words: string };

type Known = { readonly state: LiveState | undefined; readonly line: Line };

/** The page's copy of what the hub hears: one for the whole page, connected while somebody looks. */
export type LiveStore = {
  readonly subscribe: (listener: () => void) => () => void;
  readonly get: () => Known;
  /** Asks for the figures of these services' servers, until the returned function is called. */
  readonly watch: (ids: readonly string[]) => () => void;
};

const SAY_AGAIN_MS = 10_000;

export function liveStore(connect: (tell: (telling: Telling) => void) => (asking: Asking) => void): LiveStore {
  let known: Known = { state: undefined, line: { kind: "connecting", sinceMs: Date.now() } };
  const listeners = new Set<() => void>();
  const watches = new Map<symbol, readonly string[]>();
  let ask: ((asking: Asking) => void) | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;

  const hear = (telling: Telling) => {
    const now = Date.now();
    switch (telling.kind) {
      case "message":
        setServerClock(telling.message.sentAtMs);
        known = { state: withMessage(known.state, telling.message, now), line: { kind: "live", heardAtMs: now } };
        break;
      case "lost": {
        const { line } = known;
        const sinceMs = line.kind === "live" ? line.heardAtMs : line.sinceMs;
        known = { ...known, line: { kind: "lost", sinceMs, words: telling.words } };
        break;
      }
      case "signedOut":
        window.location.assign(`/sign-in?to=${encodeURIComponent(window.location.pathname + window.location.search)}`);
        return;
    }
    for (const listener of listeners) listener();
  };

  const say = () => ask?.({ kind: "watch", ids: [...new Set([...watches.values()].flat())].sort() });
  const leave = () => ask?.({ kind: "bye" });

  return {
    get: () => known,
    subscribe: (listener) => {
      listeners.add(listener);
      if (!ask) {
        ask = connect(hear);
        timer = setInterval(say, SAY_AGAIN_MS);
        window.addEventListener("pagehide", leave);
        window.addEventListener("pageshow", say);
        say();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        leave();
        ask = undefined;
        window.removeEventListener("pagehide", leave);
        window.removeEventListener("pageshow", say);
      };
    },
    watch: (ids) => {
      const key = Symbol("watch");
      watches.set(key, ids);
      say();
      return () => {
        watches.delete(key);
        say();
      };
    },
  };
}

/** Through the worker all pages share, or alone where the browser has none. */
export function connectToHub(tell: (telling: Telling) => void): (asking: Asking) => void {
  if (typeof SharedWorker === "undefined") {
    // few browsers need it, so it is not in the page
    const joined = import("./hub.ts").then(({ startHub }) => startHub("/api/trpc").join(tell));
    return (asking) => void joined.then(({ ask }) => ask(asking));
  }
  const { port } = new SharedWorker("/live-worker.js", { name: "piranha-live" });
  port.onmessage = ({ data }: MessageEvent<Telling>) => tell(data);
  port.start();
  return (asking) => port.postMessage(asking);
}
