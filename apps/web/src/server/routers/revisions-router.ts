import * as z from "zod";
import { adminProcedure, router, viewerProcedure } from "../trpc.ts";

const id = z.int().positive();

/** Every text that ran. */
export const revisionsRouter = router({
  list: viewerProcedure
    .input(z.object({ before: id.optional() }))
    .query(({ ctx, input }) => ctx.services.draft.revisions.list(input.before)),

  get: viewerProcedure.input(z.object({ id })).query(({ ctx, input }) => ctx.services.draft.revisions.get(input.id)),

  compare: viewerProcedure
    .input(z.object({ a: id, b: id }))
    .query(({ ctx, input }) => ctx.services.draft.revisions.compare(input)),

  restore: adminProcedure
    .meta({ target: (input: { id: number }) => `revision ${String(input.id)}` })
    .input(z.object({ id }))
    .mutation(({ ctx, input }) => ctx.services.draft.revisions.restore(input, ctx.who.name)),
});
