import * as z from "zod";
import { adminProcedure, router, viewerProcedure } from "../trpc.ts";

const applyInput = z.object({
  draftVersion: z.int().min(0),
  note: z.string().max(500, "A note has at most 500 characters"),
  /** Routers to install on; all where absent. */
  only: z.array(z.string().max(300)).min(1).max(16).optional(),
});

/** What an apply would do, and the apply. */
export const reviewRouter = router({
  get: viewerProcedure.query(({ ctx }) => ctx.services.draft.review.get()),

  applyDraft: adminProcedure
    .meta({ target: ({ draftVersion }: { draftVersion: number }) => `draft version ${String(draftVersion)}` })
    .input(applyInput)
    .mutation(({ ctx, input }) => ctx.services.draft.review.apply(input, ctx.who.name)),

  /** For a page that was loaded again in the middle. */
  last: viewerProcedure.query(({ ctx }) => ctx.services.draft.review.last()),
  running: viewerProcedure.query(({ ctx }) => ctx.services.draft.review.running()),
});
