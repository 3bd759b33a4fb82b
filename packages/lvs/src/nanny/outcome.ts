import * as z from "zod";

const answerSchema = {
  /** How much had arrived, and the first 64 bytes of it as `printable` shows them. */
  bytes: z.int().nonnegative(),
  seen: z.string().max(256),
};

/** Why a check failed: how far it came and what stopped it. `ms` is since the check began. */
export const failureSchema = z.discriminatedUnion("phase", [
  z.strictObject({ phase: z.literal("connect"), ms: z.number(), errno: z.string().max(40) }),
  z.strictObject({ phase: z.literal("send"), ms: z.number(), errno: z.string().max(40) }),
  /** The connection ended before the answer was complete; without errno the server closed it in order. */
  z.strictObject({
    phase: z.literal("receive"),
    ms: z.number(),
    errno: z.string().max(40).optional(),
    ...answerSchema,
  }),
  z.strictObject({ phase: z.literal("match"), ms: z.number(), ...answerSchema }),
  z.strictObject({
    phase: z.literal("program"),
    ms: z.number(),
    exit: z.union([z.int(), z.string().max(20)]),
    /** The first line it wrote to standard error, as `printable` shows it. */
    said: z.string().max(1000),
  }),
  z.strictObject({
    phase: z.literal("timeout"),
    ms: z.number(),
    timeoutMs: z.number(),
    during: z.enum(["connect", "send", "receive", "program"]),
    ...answerSchema,
  }),
]);
export type Failure = z.infer<typeof failureSchema>;

/**
 * What one check found out. `pass` and `fail` are about the server. `fault` is about ourselves (no file descriptors, an
 * untrusted program): it says nothing about the server and moves no verdict. `aborted`: it was told to stop.
 */
export type Outcome =
  | { readonly kind: "pass"; readonly ms: number }
  | { readonly kind: "fail"; readonly failure: Failure }
  | { readonly kind: "fault"; readonly problem: string }
  | { readonly kind: "aborted" };

/** One line of what went over the wire, or to and from a program, in the order it happened. */
export type TranscriptLine = {
  readonly atMs: number;
  readonly what: "connected" | "sent" | "received" | "closed" | "started" | "printed" | "complained" | "ended";
  /** As `printable` shows it, or a fact in words. */
  readonly text: string;
};

/** What a ping after a failure showed; undefined when nobody could ask. */
export type HostAnswer = "answers" | "silent" | undefined;
