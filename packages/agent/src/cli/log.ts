import type { AgentEvent } from "@piranha/lvs/status";

/** An event as a line for the journal; journald and the terminal have the time. */
export function logLine({ area, severity, text }: Omit<AgentEvent, "seq">): void {
  process.stderr.write(`${LEVELS[severity]}${area}: ${text}\n`);
}

/** The journal reads a level from `<N>` (sd-daemon(3)); a person reads the word. */
const LEVELS = { info: "", warning: "warning: ", alarm: "ALARM: " } as const;

/** A collector of logs that goes away must not take the router with it. */
export function surviveLostOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
}
