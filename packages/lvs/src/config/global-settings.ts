import * as z from "zod";
import { deviceSchema, hostSchema, interfaceAddressSchema, netmaskSchema, portSchema } from "./address.ts";
import { forwardingSchema } from "./real-server.ts";
import { quotedTextSchema, secondsSchema, wholeSecondsSchema, wordSchema } from "./text.ts";

/** `serial_no`: the daemons of the original keep 31 bits of it. */
export const serialNoSchema = z
  .int("Enter a whole number")
  .min(0, "Enter 0 or more")
  .max(2_147_483_647, "Enter at most 2147483647 (the original keeps 31 bits)");

const timeoutSchema = wholeSecondsSchema.max(2_147_483, "Enter at most 2147483 seconds");

/** Everything of lvs.cf outside its blocks, as written. Absent fields have the defaults of `effective.ts`. */
export const globalSettingsSchema = z.strictObject({
  serialNo: serialNoSchema.optional(),
  primary: hostSchema.optional(),
  primaryPrivate: hostSchema.optional(),
  primaryShared: wordSchema.optional(),
  service: z.enum(["lvs", "fos"], "Enter lvs or fos").optional(),
  rshCommand: z.enum(["rsh", "ssh"], "Enter rsh or ssh").optional(),
  backupActive: z.boolean().optional(),
  /** 0.0.0.0 is the GUI's word for "none". */
  backup: hostSchema.optional(),
  backupPrivate: hostSchema.optional(),
  backupShared: wordSchema.optional(),
  heartbeat: z.boolean().optional(),
  heartbeatPort: portSchema.optional(),
  keepaliveSeconds: secondsSchema(0.05, 3600).optional(),
  deadtimeSeconds: secondsSchema(0.15, 86_400).optional(),
  network: forwardingSchema.optional(),
  natRouter: interfaceAddressSchema.optional(),
  natNetmask: netmaskSchema.optional(),
  reservationConflictAction: z.enum(["nothing", "preempt"], "Enter nothing or preempt").optional(),
  debugLevel: wordSchema.optional(),
  monitorLinks: z.boolean().optional(),
  syncDaemon: z.boolean().optional(),
  syncInterface: deviceSchema.optional(),
  syncId: z.int("Enter 0 to 255").min(0, "Enter 0 to 255").max(255, "Enter 0 to 255").optional(),
  tcpTimeoutSeconds: timeoutSchema.optional(),
  tcpFinTimeoutSeconds: timeoutSchema.optional(),
  udpTimeoutSeconds: timeoutSchema.optional(),
  hardShutdown: z.boolean().optional(),
  activeCommand: quotedTextSchema.optional(),
  inactiveCommand: quotedTextSchema.optional(),
  ipvsadm: wordSchema.optional(),
  sync: z.boolean().optional(),
  cluster: wordSchema.max(32, "A cluster's name has at most 32 characters").optional(),
  preempt: z.boolean().optional(),
  preemptDelaySeconds: secondsSchema(0).optional(),
  witnesses: z.array(hostSchema).min(1, "Enter a witness").max(8, "At most 8 witnesses").optional(),
  announceIntervalSeconds: secondsSchema(1, 3600).optional(),
  masquerade: z.boolean().optional(),
});
export type GlobalSettings = z.infer<typeof globalSettingsSchema>;
