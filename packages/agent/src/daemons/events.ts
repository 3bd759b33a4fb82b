import type { AgentEvent, EventArea, EventSeverity } from "@piranha/lvs/status";

/** Says what happened, once, in words. */
export type Say = (area: EventArea, severity: EventSeverity, text: string) => void;

/** The last events of this agent, and whoever waits for the next one. */
export type EventLog = {
  readonly add: (event: Omit<AgentEvent, "seq">) => void;
  /** Events after `seq`, oldest first. */
  readonly since: (seq: number) => AgentEvent[];
  readonly lastSeq: () => number;
};

const KEPT = 1000;

/** Keeps the last 1000 events; `onEvent` hears of each new one. */
export function eventLog(onEvent: (event: AgentEvent) => void): EventLog {
  let events: AgentEvent[] = [];
  let seq = 0;
  return {
    add: (event) => {
      const numbered = { ...event, seq: ++seq };
      events.push(numbered);
      if (events.length > 2 * KEPT) events = events.slice(-KEPT);
      onEvent(numbered);
    },
    since: (after) => events.slice(-KEPT).filter((event) => event.seq > after),
    lastSeq: () => seq,
  };
}
