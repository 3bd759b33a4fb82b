import * as z from "zod";
import { hostSchema, netmaskSchema, portSchema } from "./address.ts";
import { checkSchema } from "./check.ts";
import { blockNameSchema } from "./text.ts";

/** How packets reach a real server: `ipvsadm -m`, `-g`, `-i`. */
export const FORWARDINGS = ["nat", "direct", "tunnel"] as const;
export const forwardingSchema = z.enum(FORWARDINGS, "Enter nat, direct or tunnel");
export type Forwarding = z.infer<typeof forwardingSchema>;

export const TUNNEL_TYPES = ["ipip", "gue", "gre"] as const;
export const tunnelTypeSchema = z.enum(TUNNEL_TYPES, "Enter ipip, gue or gre");
export type TunnelType = z.infer<typeof tunnelTypeSchema>;

/** A share of the load; 0 takes no new connections (ipvsadm(8): 0 to 65535). */
export const weightSchema = z
  .int("Enter a weight, 0 to 65535")
  .min(0, "Enter a weight, 0 to 65535")
  .max(65_535, "Enter a weight, 0 to 65535");

const thresholdSchema = z
  .int("Enter connections, 0 for no limit")
  .min(0, "Enter connections, 0 for no limit")
  .max(2_147_483_647, "Enter at most 2147483647 connections");

/** UTC, to the second: 2026-11-22T14:00:00Z. */
export const utcTimeSchema = z.iso.datetime({ precision: 0, error: "Enter a UTC time, such as 2026-11-22T14:00:00Z" });

/** One `server NAME { … }` block: a machine behind a virtual server, as written. Absent fields have their defaults. */
export const realServerSchema = z.strictObject({
  name: blockNameSchema,
  address: hostSchema.optional(),
  /** Read and kept for old files; nothing uses it. */
  netmask: netmaskSchema.optional(),
  active: z.boolean().optional(),
  /** Default: the virtual server's port. */
  port: portSchema.optional(),
  weight: weightSchema.optional(),
  network: forwardingSchema.optional(),
  drain: z.boolean().optional(),
  until: utcTimeSchema.optional(),
  upperThreshold: thresholdSchema.optional(),
  lowerThreshold: thresholdSchema.optional(),
  tunnelType: tunnelTypeSchema.optional(),
  tunnelPort: portSchema.optional(),
  checks: z.array(checkSchema).optional(),
});
export type RealServer = z.infer<typeof realServerSchema>;
