import * as z from "zod";
import { hostSchema, interfaceAddressSchema, netmaskSchema, servicePortSchema, sorryServerSchema } from "./address.ts";
import { checkSchema } from "./check.ts";
import { forwardingSchema, realServerSchema } from "./real-server.ts";
import { blockNameSchema, quotedTextSchema, secondsSchema, wholeSecondsSchema, wordSchema } from "./text.ts";

/** The original's eight first, then what newer kernels have. */
export const SCHEDULERS = [
  "rr",
  "wrr",
  "lc",
  "wlc",
  "lblc",
  "lblcr",
  "dh",
  "sh",
  "sed",
  "nq",
  "fo",
  "ovf",
  "mh",
] as const;
export const schedulerSchema = z.enum(SCHEDULERS, `Enter one of ${SCHEDULERS.join(", ")}`);
export type Scheduler = z.infer<typeof schedulerSchema>;

export const SCHEDULER_FLAGS = [
  "sh-fallback",
  "sh-port",
  "mh-fallback",
  "mh-port",
  "flag-1",
  "flag-2",
  "flag-3",
] as const;
export const schedulerFlagSchema = z.enum(SCHEDULER_FLAGS, `Enter one of ${SCHEDULER_FLAGS.join(", ")}`);
export type SchedulerFlag = z.infer<typeof schedulerFlagSchema>;

export const PROTOCOLS = ["tcp", "udp", "sctp"] as const;
export const protocolSchema = z.enum(PROTOCOLS, "Enter tcp, udp or sctp");
export type Protocol = z.infer<typeof protocolSchema>;

/** What `virtual` and `failover` blocks share: the original reads both with one parser (lvs.cf(5)). */
export const serviceShape = {
  name: blockNameSchema,
  active: z.boolean().optional(),
  address: interfaceAddressSchema.optional(),
  netmask: netmaskSchema.optional(),
  sorryServer: sorryServerSchema.optional(),
  /** 0 is "no mark"; the kernel's marks have 32 bits. */
  fwmark: z
    .int("Enter a mark, 0 to 4294967295")
    .min(0, "Enter a mark, 0 to 4294967295")
    .max(4_294_967_295, "Enter a mark, 0 to 4294967295")
    .optional(),
  protocol: protocolSchema.optional(),
  port: servicePortSchema.optional(),
  scheduler: schedulerSchema.optional(),
  persistentSeconds: wholeSecondsSchema.optional(),
  persistenceMask: netmaskSchema.optional(),
  send: quotedTextSchema.optional(),
  expect: quotedTextSchema.optional(),
  useRegex: z.boolean().optional(),
  sendProgram: quotedTextSchema.optional(),
  /** Read and kept for old files; nothing uses it. */
  expectProgram: quotedTextSchema.optional(),
  timeoutSeconds: secondsSchema(0.05, 86_400).optional(),
  reentrySeconds: secondsSchema(0).optional(),
  loadMonitor: wordSchema.optional(),
  quiesceServer: z.boolean().optional(),
  clientMonitor: wordSchema.optional(),
  startCommand: quotedTextSchema.optional(),
  stopCommand: quotedTextSchema.optional(),
  master: hostSchema.optional(),
  dirs: z.array(wordSchema.refine((word) => word !== "]", "A ] ends the list")).optional(),
  servers: z.array(realServerSchema),
};

/** One `virtual NAME { … }` block of lvs.cf, as written. Absent fields have the defaults of `effective.ts`. */
export const virtualServerSchema = z.strictObject({
  ...serviceShape,
  /** Read and kept for old files; nothing uses it. */
  deadtime: wholeSecondsSchema.optional(),
  network: forwardingSchema.optional(),
  schedulerFlags: z.array(schedulerFlagSchema).min(1).optional(),
  onePacket: z.boolean().optional(),
  /** Percent of active servers that are never taken out by checks. */
  floor: z
    .int("Enter a percentage, 0 to 100")
    .min(0, "Enter a percentage, 0 to 100")
    .max(100, "Enter a percentage, 0 to 100")
    .optional(),
  slowStartSeconds: secondsSchema(0).optional(),
  drainDeadlineSeconds: secondsSchema(0).optional(),
  /** At most so many changes in so long, such as `5/10m`. */
  flapLimit: z
    .string()
    .regex(/^[1-9]\d{0,5}\/[1-9]\d{0,5}[smh]$/, "Enter changes per time, such as 5/10m")
    .optional(),
  checks: z.array(checkSchema).optional(),
});
export type VirtualServer = z.infer<typeof virtualServerSchema>;

/** One `failover NAME { … }` block: a service that moves whole, without balancing (the original's fos). */
export const failoverServiceSchema = z.strictObject({
  ...serviceShape,
  /** Read and kept for old files; nothing uses it. */
  heartbeat: wordSchema.optional(),
});
export type FailoverService = z.infer<typeof failoverServiceSchema>;
