import * as z from "zod";

/** What a check, or all checks of a server together, found. `reason` says why, in words. */
export const verdictSchema = z.object({
  kind: z.enum(["up", "down", "unknown"]),
  sinceMs: z.number(),
  reason: z.string(),
});
export type ServerVerdict = z.infer<typeof verdictSchema>;

/** One real server as one router sees it. */
export const serverRowSchema = z.object({
  name: z.string(),
  address: z.string(),
  port: z.int(),
  forwarding: z.enum(["nat", "direct", "tunnel"]),
  /** What a person decided, and until when. */
  admin: z.enum(["active", "inactive", "drain"]),
  until: z.string().nullable(),
  verdict: verdictSchema,
  weight: z.int(),
  /** Weight in the kernel; null when the row is not there. */
  kernelWeight: z.int().nullable(),
});
export type ServerRow = z.infer<typeof serverRowSchema>;

/** One virtual server with its real servers: the unit in which status travels. */
export const serviceRowSchema = z.object({
  /** Its name; with a number behind it where an earlier service of the file has the same one. */
  id: z.string(),
  name: z.string(),
  active: z.boolean(),
  /** Its key in the routing table, such as `tcp 192.0.2.10:80` or `fwmark 3`. */
  key: z.string(),
  scheduler: z.string(),
  persistentSeconds: z.int(),
  /** Whether the kernel has it. */
  programmed: z.boolean(),
  sorry: z.object({ address: z.string(), port: z.int(), standsIn: z.boolean() }).nullable(),
  servers: z.array(serverRowSchema),
});
export type ServiceRow = z.infer<typeof serviceRowSchema>;

/**
 * Figures, apart from facts because they change all the time: eight numbers a real server, flat. `index` counts the servers of
 * all services in order; then active and inactive connections, connections, packets in and out, bytes in and out since the row
 * was made. -1 stands for "not counted".
 */
export const FIGURES_PER_SERVER = 8;
export const figuresSchema = z.object({ nowMs: z.number(), values: z.array(z.number()) });
export type Figures = z.infer<typeof figuresSchema>;
