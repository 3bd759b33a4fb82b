import * as z from "zod";

/** What an install answers: what runs now, or every reason why nothing was changed. */
export const installAnswerSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("installed"),
    serialNo: z.int(),
    sha256: z.string(),
    warnings: z.array(z.string()),
    commands: z.array(z.string()),
  }),
  z.object({
    kind: z.literal("refused"),
    reasons: z.array(z.string()),
    running: z.object({ serialNo: z.int(), sha256: z.string() }).nullable(),
  }),
]);
export type InstallAnswer = z.infer<typeof installAnswerSchema>;

export const planAnswerSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("plan"), commands: z.array(z.string()), warnings: z.array(z.string()) }),
  z.object({ kind: z.literal("refused"), reasons: z.array(z.string()) }),
]);
export type PlanAnswer = z.infer<typeof planAnswerSchema>;

/** Anything else that is done or refused with a reason. */
export type DoneAnswer =
  { readonly kind: "done"; readonly text: string } | { readonly kind: "refused"; readonly reasons: string[] };

export type HistoryEntry = { readonly installedAt: string; readonly serialNo: number; readonly sha256: string };

/** An administrative change: a change of the file. `until` ends it again. */
export const adminInputSchema = z.object({
  action: z.enum(["activate", "deactivate", "drain", "weight"]),
  target: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("virtual"), virtual: z.string() }),
    z.object({ kind: z.literal("server"), virtual: z.string(), server: z.string() }),
    z.object({ kind: z.literal("host"), address: z.string() }),
    z.object({
      kind: z.literal("many"),
      targets: z
        .array(z.object({ virtual: z.string(), server: z.string() }))
        .min(1)
        .max(2_000),
    }),
  ]),
  weight: z.int().min(0).max(65_535).optional(),
  until: z.string().optional(),
});
export type AdminInput = z.infer<typeof adminInputSchema>;

/** An interface of a router, with its own addresses as `ADDRESS/PREFIX`: those it was given for good, not the raised ones. */
export type InterfaceAnswer = { readonly name: string; readonly up: boolean; readonly addresses: readonly string[] };

/** One check now, of every check a server has, with what went over the wire. */
export type ProbeAnswer =
  | { readonly kind: "refused"; readonly reasons: string[] }
  | {
      readonly kind: "probed";
      readonly checks: readonly {
        readonly name: string;
        readonly ok: boolean;
        readonly text: string;
        readonly transcript: readonly { readonly atMs: number; readonly what: string; readonly text: string }[];
      }[];
    };
