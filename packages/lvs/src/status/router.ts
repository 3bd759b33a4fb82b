import * as z from "zod";

/**
 * Facts about one router that fit on a card. Times named `…SinceMs` are on the agent's own monotonic clock, as is `nowMs` of the
 * answer that carries them: the age of a fact is `nowMs - sinceMs`, whatever the wall clocks say.
 */
export const routerFactsSchema = z.object({
  host: z.string(),
  version: z.string(),
  /** Which of the two routers of lvs.cf this is. */
  role: z.enum(["primary", "backup", "alone", "unknown"]),
  pulse: z.object({
    state: z.enum(["starting", "active", "standby", "holding", "faulted", "stopped"]),
    sinceMs: z.number(),
    reason: z.string(),
  }),
  config: z.object({
    serialNo: z.int(),
    sha256: z.string(),
    /** Hash of the file on disk, null when it is missing: another one than `sha256` is drift. */
    fileSha256: z.string().nullable(),
    source: z.enum(["file", "last good copy", "none"]),
    warnings: z.array(z.string()),
  }),
  addresses: z.array(
    z.object({
      address: z.string(),
      device: z.string(),
      prefixLength: z.int(),
      state: z.enum(["raised", "missing", "permanent", "refused", "taken"]),
      note: z.string().nullable(),
    }),
  ),
  table: z.object({
    kind: z.enum(["ipvsadm", "memory"]),
    /** When the kernel was last read; null before the first time. */
    readSinceMs: z.number().nullable(),
    /** Why it cannot be read or written, with what to do. */
    fault: z.string().nullable(),
    /** Commands the kernel does not take, in its words. */
    refused: z.array(z.object({ command: z.string(), words: z.string() })),
    /** Services in the kernel that are not ours: shown, left alone. */
    foreign: z.array(z.string()),
    /** Services of the file that somebody else had in the kernel first. */
    conflicts: z.array(z.string()),
  }),
  sysctls: z.array(z.object({ name: z.string(), was: z.string(), value: z.string(), fault: z.string().nullable() })),
  processes: z.array(z.object({ name: z.string(), pid: z.int(), sinceMs: z.number(), rssBytes: z.number() })),
});
export type RouterFacts = z.infer<typeof routerFactsSchema>;
