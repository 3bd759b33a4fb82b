import * as z from "zod";
import { hostSchema, portSchema } from "./address.ts";
import { blockNameSchema, quotedTextSchema, secondsSchema } from "./text.ts";

export const CHECK_KINDS = ["tcp", "send_expect", "http", "https", "dns", "smtp", "udp", "ping", "program"] as const;
export type CheckKind = (typeof CHECK_KINDS)[number];

/** When a check runs and what its answers change; every kind has these. Absent fields have the defaults of `effective.ts`. */
const common = {
  name: blockNameSchema,
  /** Where to ask; default: the real server's address and port. */
  address: hostSchema.optional(),
  port: portSchema.optional(),
  intervalSeconds: secondsSchema(0.05, 86_400).optional(),
  timeoutSeconds: secondsSchema(0.01, 86_400).optional(),
  /** Failures in a row that make a server down. */
  fall: z.int("Enter a whole number, 1 or more").min(1, "Enter 1 or more").max(1000, "Enter at most 1000").optional(),
  /** Successes in a row, and seconds since the first of them, that make it up again. Both must hold. */
  rise: z.int("Enter a whole number, 1 or more").min(1, "Enter 1 or more").max(1000, "Enter at most 1000").optional(),
  reentrySeconds: secondsSchema(0).optional(),
};

const answer = {
  send: quotedTextSchema.optional(),
  expect: quotedTextSchema.optional(),
  useRegex: z.boolean().optional(),
};

const request = {
  method: z
    .string()
    .regex(/^[A-Z]{1,20}$/, "Enter a method in capitals, such as GET")
    .optional(),
  path: quotedTextSchema.optional(),
  host: quotedTextSchema.optional(),
  headers: z.array(quotedTextSchema).max(50, "At most 50 headers").optional(),
  /** Status codes that pass: numbers and ranges, such as `200-399` or `200,204`. */
  status: z
    .string()
    .regex(/^[1-5]\d\d(-[1-5]\d\d)?(,[1-5]\d\d(-[1-5]\d\d)?)*$/, "Enter codes and ranges, such as 200-399 or 200,204")
    .optional(),
  body: quotedTextSchema.optional(),
  bodyRegex: quotedTextSchema.optional(),
};

/** One `check NAME { … }` block: a way to ask a real server whether it is fit. */
export const checkSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("tcp"), ...common }),
  z.strictObject({ kind: z.literal("send_expect"), ...common, ...answer }),
  z.strictObject({ kind: z.literal("http"), ...common, ...request }),
  z.strictObject({
    kind: z.literal("https"),
    ...common,
    ...request,
    tlsVerify: z.boolean().optional(),
    tlsName: hostSchema.optional(),
    tlsMinDays: z
      .int("Enter days, 0 to 3650")
      .min(0, "Enter days, 0 to 3650")
      .max(3650, "Enter days, 0 to 3650")
      .optional(),
  }),
  z.strictObject({
    kind: z.literal("dns"),
    ...common,
    query: quotedTextSchema.optional(),
    type: z
      .string()
      .regex(/^[A-Z0-9]{1,10}$/, "Enter a record type, such as A or SOA")
      .optional(),
    answer: quotedTextSchema.optional(),
  }),
  z.strictObject({ kind: z.literal("smtp"), ...common, helo: quotedTextSchema.optional() }),
  z.strictObject({ kind: z.literal("udp"), ...common, ...answer }),
  z.strictObject({ kind: z.literal("ping"), ...common }),
  z.strictObject({ kind: z.literal("program"), ...common, program: quotedTextSchema.optional() }),
]);
export type Check = z.infer<typeof checkSchema>;

/** The name of the check that the classic fields (send, expect, send_program, timeout, reentry) stand for. */
export const CLASSIC_CHECK_NAME = "service";
