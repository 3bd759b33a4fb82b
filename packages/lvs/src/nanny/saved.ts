import * as z from "zod";
import { VERDICT_KINDS, verdictSchema } from "./verdict.ts";

/** What is known about every watched server, as kept on disk over a restart. Keyed by whatever names a server to the agent. */
export const savedVerdictsSchema = z.record(
  z.string(),
  z.strictObject({
    kind: z.enum(VERDICT_KINDS),
    ageMs: z.number().nonnegative(),
    /** By the check's name. `test` is `testId`: the verdict of another test under the same name is worth nothing. */
    checks: z.record(z.string(), z.strictObject({ test: z.int(), verdict: verdictSchema })),
  }),
);
export type SavedVerdicts = z.infer<typeof savedVerdictsSchema>;
