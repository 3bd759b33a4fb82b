import * as z from "zod";
import { agentEventSchema } from "./event.ts";
import { routerFactsSchema } from "./router.ts";
import { figuresSchema, serviceRowSchema } from "./service.ts";

/** The version of everything the agent says. A console with another one reads what it can and refuses to write. */
export const STATUS_VERSION = 1;

/** Everything about one router at one moment. */
export const snapshotSchema = z.object({
  version: z.literal(STATUS_VERSION),
  /** Names this life of the agent; clocks and sequence numbers compare only within one. */
  bootId: z.string(),
  seq: z.int(),
  nowMs: z.number(),
  router: routerFactsSchema,
  services: z.array(serviceRowSchema),
});
export type Snapshot = z.infer<typeof snapshotSchema>;

/**
 * What changed since a cursor: rows by id, latest wins. `full` replaces everything. `order` has the ids of all services in the order of
 * the file, whenever that changes: figures count servers in it.
 */
export const patchSchema = z.object({
  version: z.literal(STATUS_VERSION),
  bootId: z.string(),
  seq: z.int(),
  nowMs: z.number(),
  full: z.boolean(),
  router: routerFactsSchema.optional(),
  services: z.array(serviceRowSchema),
  gone: z.array(z.string()),
  order: z.array(z.string()).optional(),
  figures: figuresSchema.optional(),
  events: z.array(agentEventSchema),
});
export type Patch = z.infer<typeof patchSchema>;
