import type { AgentEvent, RouterFacts } from "@piranha/lvs/status";
import type { Clock } from "../adapters/clock.ts";
import type { LvsChild, SpawnLvs } from "../adapters/lvs-child.ts";
import type { AddressKeeper, AddressWish } from "./addresses.ts";
import type { Say } from "./events.ts";
import { ALONE_LIFETIME_SECONDS, type PulseNeeds, type ToPulse } from "../messages.ts";

export type Pulse = {
  /** Reads lvs.cf again. */
  readonly reload: () => void;
  /** Takes the addresses away and ends both processes. Rows stay in the kernel for open connections. */
  readonly end: () => Promise<void>;
  readonly event: (event: Omit<AgentEvent, "seq">) => void;
};

type State = RouterFacts["pulse"];

const PING_MS = 1_000;
/** Past this the child is ended. Three seconds make a router unfit for the election; a large file takes longer to read. */
const SILENCE_MS = 10_000;
/** A new process has a whole file to read first, perhaps on a slow machine. */
const FIRST_WORD_MS = 30_000;
/** A starved process answers late, and killing it makes that worse: each time in a row it gets twice as long. */
const MOST_SILENCE_MS = 60_000;
const HEALTHY_MS = 10_000;
const MOST_RESTART_MS = 5_000;

/**
 * The parent process: decides whether this router serves, keeps its addresses, and keeps the lvs process running. Anything
 * that can stall lives in that child.
 */
export function startPulse(spawnLvs: SpawnLvs, addresses: AddressKeeper, clock: Clock, say: Say): Pulse {
  let state: State = { state: "starting", sinceMs: clock.now(), reason: "waiting for the routing table" };
  let needs: PulseNeeds | undefined;
  let stopped = false;
  let ending = false;
  let child: LvsChild | undefined;
  let heardMs: number | undefined;
  let startedMs = clock.now();
  let restartMs = 0;
  let patienceMs = SILENCE_MS;
  let tickedMs = clock.now();
  let restartTimer: NodeJS.Timeout | undefined;

  const tellFacts = () => child?.send({ kind: "facts", pulse: state, addresses: [...addresses.states()] });

  const enter = (next: Pick<State, "state" | "reason">) => {
    if (next.state !== state.state || next.reason !== state.reason) {
      const severity = next.state === "faulted" || next.state === "holding" ? "alarm" : "info";
      if (next.state !== state.state) say("pulse", severity, `${next.state}: ${next.reason}`);
      state = { ...next, sinceMs: next.state === state.state ? state.sinceMs : clock.now() };
    }
    return addresses.want(wishFor(state.state, needs)).then(tellFacts);
  };

  const heard = (message: ToPulse) => {
    switch (message.kind) {
      case "alive":
        heardMs = clock.now();
        tellFacts();
        return;
      case "needs":
        needs = message;
        void enter(decide(needs, stopped, state.state));
        return;
      case "event":
        return;
      case "command":
        stopped = message.command === "stop";
        void enter(decide(needs, stopped, state.state)).then(() => child?.send({ kind: "done", id: message.id }));
    }
  };

  const start = () => {
    startedMs = clock.now();
    heardMs = undefined;
    const current = spawnLvs(heard, (why) => {
      if (child !== current) return;
      child = undefined;
      if (ending) return;
      restartMs = clock.now() - startedMs > HEALTHY_MS ? 0 : Math.min(MOST_RESTART_MS, restartMs * 2 + 100);
      say("lvs", "alarm", `the lvs process ended (${why}); traffic goes on, starting it again`);
      restartTimer = setTimeout(start, restartMs);
    });
    child = current;
  };

  const watch = setInterval(() => {
    const lateMs = clock.now() - tickedMs - PING_MS;
    tickedMs = clock.now();
    if (!child) return;
    // we stood still ourselves, perhaps with the whole machine: its answers are not read yet
    if (lateMs > PING_MS) heardMs = heardMs === undefined ? undefined : clock.now();
    const limitMs = heardMs === undefined ? Math.max(FIRST_WORD_MS, patienceMs) : patienceMs;
    if (clock.now() - startedMs > MOST_SILENCE_MS) patienceMs = SILENCE_MS;
    if (clock.now() - (heardMs ?? startedMs) > limitMs) {
      patienceMs = Math.min(MOST_SILENCE_MS, 2 * patienceMs);
      say("lvs", "alarm", `the lvs process has not answered for ${String(limitMs / 1000)} s; ending it`);
      child.kill();
    } else child.send({ kind: "are you alive" });
  }, PING_MS);

  start();
  return {
    reload: () => child?.send({ kind: "reload" }),
    event: (event) => child?.send({ kind: "event", event }),
    end: async () => {
      ending = true;
      clearInterval(watch);
      clearTimeout(restartTimer);
      await addresses.stop();
      await child?.end();
    },
  };
}

/** Who serves. With a partner two routers must agree; that is not built yet, and an address on two routers is worse than none. */
function decide(needs: PulseNeeds | undefined, stopped: boolean, was: State["state"]): Pick<State, "state" | "reason"> {
  if (stopped) return { state: "stopped", reason: "stopped by an operator; piranha-agent start serves again" };
  if (!needs) return { state: "starting", reason: "waiting for the routing table" };
  if (needs.role === "unknown")
    return {
      state: "faulted",
      reason:
        "neither primary nor backup of lvs.cf is an address of this machine: correct it, or start with --role primary",
    };
  if (needs.partner)
    return {
      state: "holding",
      reason:
        "lvs.cf enables a backup router, and this version cannot elect between two: set backup_active = 0 to serve alone",
    };
  // an active router that loses its table keeps its addresses: the kernel's rows still serve, and nobody else could
  if (needs.fault !== null && was !== "active") return { state: "faulted", reason: needs.fault };
  return { state: "active", reason: "no backup router: serving alone" };
}

function wishFor(state: State["state"], needs: PulseNeeds | undefined): AddressWish {
  const lifetimeSeconds = ALONE_LIFETIME_SECONDS;
  const refreshMs = Math.min(needs?.keepaliveMs ?? Infinity, (lifetimeSeconds * 1000) / 4);
  const held = state === "active" && needs ? needs.addresses : [];
  return { addresses: held, lifetimeSeconds, refreshMs, announceMs: needs?.announceMs ?? 10_000 };
}
