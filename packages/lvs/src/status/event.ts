import * as z from "zod";

/** Something that happened on a router, in words for whoever reads it at 3 a.m. */
export const agentEventSchema = z.object({
  /** Rises by one an event; starts anew with the agent's boot id. */
  seq: z.int().positive(),
  /** Wall clock, milliseconds since 1970: to show, never to decide. */
  atMs: z.number(),
  area: z.enum(["pulse", "lvs", "nanny", "control"]),
  severity: z.enum(["info", "warning", "alarm"]),
  text: z.string(),
});
export type AgentEvent = z.infer<typeof agentEventSchema>;
export type EventArea = AgentEvent["area"];
export type EventSeverity = AgentEvent["severity"];
