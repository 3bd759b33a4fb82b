import type { EffectiveCheck } from "@piranha/lvs/config";
import { verdict, type Failure, type SavedVerdicts } from "@piranha/lvs/nanny";
import type { Clock } from "../adapters/clock.ts";
import type { Ping } from "../adapters/probe-ping.ts";
import type { Probe, ProbeResult } from "../adapters/probe.ts";
import { startPings } from "./nanny-pings.ts";
import { startRuns, type Answered, type Run, type RunFigures, type RunLimits } from "./nanny-runs.ts";
import {
  checkReport,
  newServer,
  sameChecks,
  saveServer,
  serverVerdictOf,
  type CheckReport,
  type Judge,
  type Restored,
  type Server,
  type ServerVerdict,
} from "./nanny-server.ts";

export type { RunFigures } from "./nanny-runs.ts";
export type { CheckReport, ServerVerdict } from "./nanny-server.ts";

/** A server to watch. `id` is whatever names it to the caller; verdicts follow it through every reconfiguration. */
export type WatchedServer = { readonly id: string; readonly checks: readonly EffectiveCheck[] };

/** A verdict that is new, or only its reason (`from` equals `verdict.kind`): a ping has explained it, a check cannot be run. */
export type VerdictChange = {
  readonly id: string;
  readonly from: ServerVerdict["kind"];
  readonly verdict: ServerVerdict;
};

export type NannyDeps = {
  readonly probe: Probe;
  /** Explains failures; without it they stay unexplained. */
  readonly ping?: Ping;
  readonly clock: Pick<Clock, "now">;
  /** Gets what has changed, a few milliseconds' worth at a time. */
  readonly onChanges: (changes: readonly VerdictChange[]) => void;
};

export type NannySettings = Partial<RunLimits> & {
  /** Ask nobody before `begin`: thousands of first checks would delay the table that restored verdicts ask for. */
  readonly heldBack?: boolean;
  /** Verdicts from before a restart, for servers of the first `watch`; and how long ago they were saved, by the wall clock. */
  readonly saved?: Restored;
};

/** All service monitors of this router. */
export type Nannies = {
  /**
   * Sets which servers are watched. Verdicts, and the times of unchanged checks, stay; what goes is cut off at once. Of
   * servers that are new nothing is reported until they are checked: ask `verdictOf` for where they start.
   */
  readonly watch: (servers: readonly WatchedServer[]) => void;
  /** Starts asking, where that was held back. Does nothing the second time. */
  readonly begin: () => void;
  /** Undefined: that server is not watched. */
  readonly verdictOf: (id: string) => ServerVerdict | undefined;
  readonly checksOf: (id: string) => readonly CheckReport[];
  /** What to keep on disk. */
  readonly save: () => SavedVerdicts;
  /** Runs a check once, now, and keeps what went over the wire. Moves no verdict. */
  readonly probeNow: (check: EffectiveCheck) => Promise<ProbeResult>;
  readonly figures: () => RunFigures;
  /** Cuts off everything and resolves when nothing is left. No change is reported afterwards. */
  readonly stop: () => Promise<void>;
};

const BATCH_MS = 20;

/** Watches servers: asks every check at its times and reports what changes. Nothing that a probe does stops it. */
export function startNannies(
  { probe, ping, clock, onChanges }: NannyDeps,
  { atOnce = 1_000, programsAtOnce = 32, saved, heldBack = false }: NannySettings = {},
): Nannies {
  let servers = new Map<string, Server>();
  /** Who hears the answers of a run. */
  let hearers = new Map<string, { readonly server: Server; readonly judge: Judge }[]>();
  let restored = saved;
  let changes = new Map<string, VerdictChange>();
  let batch: NodeJS.Timeout | undefined;
  let stopped = false;
  /** Of the probes that somebody waits for. */
  const aborts = new Set<AbortController>();
  const pings = ping && startPings(ping);

  const report = () => {
    batch = undefined;
    const reported = [...changes.values()];
    changes = new Map();
    onChanges(reported);
  };

  const refresh = (server: Server) => {
    const { id, verdict: before } = server;
    if (stopped || servers.get(id) !== server) return;
    server.verdict = serverVerdictOf(server, runs.find, clock.now());
    if (server.verdict === before) return;
    changes.set(id, { id, from: changes.get(id)?.from ?? before.kind, verdict: server.verdict });
    batch ??= setTimeout(report, BATCH_MS);
  };

  /** Lets a judge hear an answer; true when its words have changed. */
  const hear = (
    server: Server,
    judge: Judge,
    { askedAtMs, atMs, outcome }: Omit<Answered, "faultChanged">,
  ): boolean => {
    const before = judge.state;
    const { state, change } = verdict(before, { kind: "result", askedAtMs, atMs, outcome }, judge.check);
    judge.state = state;
    if (!change) return state.kind === "down" && before.kind === "down" && !alike(state.why, before.why);
    judge.host = undefined;
    if (state.kind === "down" && (state.why.phase === "connect" || state.why.phase === "timeout"))
      pings?.explain(judge.check.address, (host) => {
        if (judge.state.kind !== "down" || judge.state.sinceMs !== state.sinceMs) return;
        judge.host = host;
        refresh(server);
      });
    return true;
  };

  const onAnswer = (run: Run, answered: Answered) => {
    for (const { server, judge } of hearers.get(run.key) ?? [])
      if (hear(server, judge, answered) || answered.faultChanged) refresh(server);
  };
  let begun = !heldBack;
  let toAsk: ReadonlyMap<string, EffectiveCheck> = new Map();
  const runs = startRuns(probe, clock, { atOnce, programsAtOnce }, onAnswer);

  return {
    watch(wanted) {
      if (stopped) return;
      const nowMs = clock.now();
      const before = servers;
      servers = new Map();
      for (const { id, checks } of wanted) {
        const old = before.get(id);
        servers.set(id, old && sameChecks(old, checks) ? old : newServer(id, checks, old, restored, nowMs));
      }
      for (const id of changes.keys()) if (!servers.has(id)) changes.delete(id);
      restored = undefined;
      hearers = new Map();
      const asked = new Map<string, EffectiveCheck>();
      for (const server of servers.values())
        for (const judge of server.judges) {
          if (judge.cannot !== undefined) continue;
          asked.set(judge.key, judge.check);
          const others = hearers.get(judge.key);
          if (others) others.push({ server, judge });
          else hearers.set(judge.key, [{ server, judge }]);
        }
      toAsk = asked;
      if (begun) runs.set(asked);
      for (const server of servers.values()) {
        if (server === before.get(server.id)) continue;
        for (const judge of server.judges) {
          const last = runs.find(judge.key)?.last;
          if (judge.state.kind === "unknown" && last) hear(server, judge, { askedAtMs: last.atMs, ...last });
        }
        if (before.has(server.id)) refresh(server);
        else server.verdict = serverVerdictOf(server, runs.find, nowMs);
      }
    },
    begin: () => {
      if (begun) return;
      begun = true;
      runs.set(toAsk);
    },
    verdictOf: (id) => servers.get(id)?.verdict,
    checksOf: (id) => servers.get(id)?.judges.map((judge) => checkReport(judge, runs.find(judge.key))) ?? [],
    save() {
      const nowMs = clock.now();
      return Object.fromEntries([...servers].map(([id, server]) => [id, saveServer(server, nowMs)]));
    },
    probeNow: (check) => {
      const abort = new AbortController();
      aborts.add(abort);
      return probe(check, { signal: abort.signal, transcript: true }).finally(() => aborts.delete(abort));
    },
    figures: () => runs.figures(),
    async stop() {
      stopped = true;
      clearTimeout(batch);
      for (const abort of aborts) abort.abort();
      pings?.stop();
      await runs.stop();
    },
  };
}

/** Two failures that an operator would call the same. */
function alike(a: Failure, b: Failure): boolean {
  const kind = (failure: Failure) =>
    "errno" in failure ? failure.errno : "exit" in failure ? failure.exit : undefined;
  const during = (failure: Failure) => (failure.phase === "timeout" ? failure.during : undefined);
  return a.phase === b.phase && kind(a) === kind(b) && during(a) === during(b);
}
