import type { EffectiveCheck } from "@piranha/lvs/config";
import { firstDelayMs, nextDueMs, phaseMs, type Outcome } from "@piranha/lvs/nanny";
import type { Clock } from "../adapters/clock.ts";
import type { Probe } from "../adapters/probe.ts";
import { dueQueue } from "./nanny-due.ts";
import { lane } from "./nanny-lane.ts";
import { wordsOf } from "../words-of.ts";

/** One question that is asked again and again. Several servers may wait for its answer. */
export type Run = {
  readonly key: string;
  readonly check: EffectiveCheck;
  /** When it is, or was last, due. */
  readonly dueMs: number;
  /** Its last answer about the server, and when it came. */
  readonly last: { readonly outcome: Outcome; readonly atMs: number } | undefined;
  /** What keeps it from being asked, in words. */
  readonly fault: string | undefined;
};

/** One answer. `faultChanged`: the check can no longer be asked, or can again. */
export type Answered = {
  readonly askedAtMs: number;
  readonly atMs: number;
  readonly outcome: Outcome;
  readonly faultChanged: boolean;
};

/** Asks every question at its times. */
export type Runs = {
  /** Changes what is asked. What stays keeps its times; what goes is cut off at once. */
  readonly set: (checks: ReadonlyMap<string, EffectiveCheck>) => void;
  readonly find: (key: string) => Run | undefined;
  readonly figures: () => RunFigures;
  /** Cuts off everything, and resolves when it is gone. */
  readonly stop: () => Promise<void>;
};

/** `late` counts checks that began more than a tenth of their interval after they were due. */
export type RunFigures = {
  readonly checks: number;
  readonly running: number;
  readonly waiting: number;
  readonly late: number;
};

export type RunLimits = {
  /** How many checks run at the same time, and how many programs among them. */
  readonly atOnce: number;
  readonly programsAtOnce: number;
};

type Task = { -readonly [Key in keyof Run]: Run[Key] } & {
  readonly phase: number;
  attempt: { readonly abort: AbortController; readonly startedMs: number; readonly askedAtMs: number } | undefined;
};

/** More starts than this would hold up the answers that have come meanwhile. A program costs more to start than a socket. */
const STARTS_A_TURN = 64;
const PROGRAM_STARTS = 16;
/** A probe that has not ended so long after its timeout never will. */
const HUNG_MS = 5_000;

/** Starts asking. A probe that throws, rejects or never ends is a fault of that check alone. */
export function startRuns(
  probe: Probe,
  clock: Pick<Clock, "now">,
  { atOnce, programsAtOnce }: RunLimits,
  onAnswer: (run: Run, answered: Answered) => void,
): Runs {
  const tasks = new Map<string, Task>();
  const lanes = { program: lane<Task>(programsAtOnce), socket: lane<Task>(atOnce) };
  const laneOf = ({ check }: Task) => (check.test.kind === "program" ? lanes.program : lanes.socket);
  let queue = dueQueue<Task>();
  let timer: NodeJS.Timeout | undefined;
  let late = 0;
  let stopped = false;
  const ends = new Set<Promise<void>>();

  const arm = (leastMs = 0) => {
    clearTimeout(timer);
    const nextMs = queue.nextMs();
    if (!stopped && nextMs !== undefined) timer = setTimeout(turn, Math.max(leastMs, nextMs - clock.now()));
  };

  const turn = () => {
    const nowMs = clock.now();
    let starts = 0;
    // Timers may fire a fraction of a millisecond early.
    for (let task = queue.take(nowMs + 1); task; task = queue.take(nowMs + 1)) {
      laneOf(task).wait(task);
      starts += task.check.test.kind === "program" ? PROGRAM_STARTS : 1;
      if (starts >= STARTS_A_TURN) break;
    }
    fill();
    arm(1);
  };

  const fill = () => {
    for (const lane of [lanes.socket, lanes.program])
      for (let task = lane.next(); task; task = lane.next()) if (tasks.get(task.key) === task) start(task);
  };

  const start = (task: Task) => {
    const abort = new AbortController();
    const startedMs = clock.now();
    const attempt = { abort, startedMs, askedAtMs: task.dueMs };
    if (startedMs - task.dueMs > task.check.intervalMs / 10) late++;
    task.attempt = attempt;
    laneOf(task).running++;
    const end = ask(probe, task.check, abort.signal).then((outcome) => {
      ends.delete(end);
      if (task.attempt === attempt) finish(task, outcome);
    });
    ends.add(end);
  };

  /** Frees the place of a task that runs. */
  const release = (task: Task) => {
    if (!task.attempt) return;
    task.attempt = undefined;
    laneOf(task).running--;
  };

  const finish = (task: Task, outcome: Outcome) => {
    const askedAtMs = task.attempt?.askedAtMs ?? task.dueMs;
    const atMs = clock.now();
    release(task);
    if (outcome.kind === "pass" || outcome.kind === "fail") task.last = { outcome, atMs };
    const fault = outcome.kind === "fault" ? outcome.problem : undefined;
    const faultChanged = fault !== task.fault;
    task.fault = fault;
    task.dueMs = Math.max(nextDueMs(task.phase, task.check.intervalMs, askedAtMs), atMs);
    queue.add(task);
    try {
      onAnswer(task, { askedAtMs, atMs, outcome, faultChanged });
    } finally {
      fill();
      if (queue.nextMs() === task.dueMs) arm();
    }
  };

  const dropHung = () => {
    const nowMs = clock.now();
    for (const task of tasks.values()) {
      if (!task.attempt || nowMs - task.attempt.startedMs < task.check.timeoutMs + HUNG_MS) continue;
      task.attempt.abort.abort();
      finish(task, { kind: "fault", problem: "the check did not end at its deadline" });
    }
  };
  const watchdog = setInterval(dropHung, HUNG_MS);

  return {
    set(checks) {
      if (stopped) return;
      for (const [key, task] of tasks) {
        if (checks.has(key)) continue;
        tasks.delete(key);
        task.attempt?.abort.abort();
        release(task);
      }
      const fresh = [...checks].filter(([key]) => !tasks.has(key));
      const nowMs = clock.now();
      for (const [key, check] of fresh) {
        const dueMs = nowMs + firstDelayMs(key, fresh.length);
        const phase = phaseMs(key, check.intervalMs);
        tasks.set(key, { key, check, phase, dueMs, last: undefined, fault: undefined, attempt: undefined });
      }
      const waiting = new Set([...lanes.program.waiting(), ...lanes.socket.waiting()]);
      queue = dueQueue([...tasks.values()].filter((task) => !task.attempt && !waiting.has(task)));
      fill();
      arm();
    },
    find: (key) => tasks.get(key),
    figures: () => ({
      checks: tasks.size,
      running: lanes.program.running + lanes.socket.running,
      waiting: lanes.program.waiting().length + lanes.socket.waiting().length,
      late,
    }),
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      clearInterval(watchdog);
      for (const task of tasks.values()) {
        task.attempt?.abort.abort();
        release(task);
      }
      tasks.clear();
      await allWithin(ends, HUNG_MS);
    },
  };
}

async function ask(probe: Probe, check: EffectiveCheck, signal: AbortSignal): Promise<Outcome> {
  try {
    return (await probe(check, { signal })).outcome;
  } catch (error) {
    return {
      kind: "fault",
      problem: `the check itself failed: ${wordsOf(error)}`,
    };
  }
}

async function allWithin(promises: Iterable<Promise<void>>, timeoutMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)));
  await Promise.race([Promise.all(promises), limit]);
  clearTimeout(timer);
}
