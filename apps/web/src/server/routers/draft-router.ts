import * as z from "zod";
import { adminProcedure, router, viewerProcedure } from "../trpc.ts";

const version = z.int().min(0);

/** The draft as a whole. */
export const draftRouter = router({
  summary: viewerProcedure.query(({ ctx }) => ctx.services.draft.summary()),

  discard: adminProcedure
    .meta({ target: (input: { version: number }) => `draft version ${String(input.version)}` })
    .input(z.object({ version }))
    .mutation(({ ctx, input }) => ctx.services.draft.discard(input, ctx.who.name)),

  settle: adminProcedure
    .meta({ target: (input: { conflictId: number }) => `conflict ${String(input.conflictId)}` })
    .input(z.object({ conflictId: z.int().positive() }))
    .mutation(({ ctx, input }) => ctx.services.draft.settle(input, ctx.who.name)),
});
