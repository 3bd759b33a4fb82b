import * as z from "zod";
import { adminProcedure, router } from "../trpc.ts";

const text = z.string().max(8 << 20, "The text is larger than 8 MB");

/** An lvs.cf from elsewhere. */
export const importRouter = router({
  /**
   * Changes nothing. A mutation all the same: a text of megabytes does not fit into an address. The admin's alone, because
   * reading a hostile one keeps the whole console busy for seconds.
   */
  preview: adminProcedure
    .meta({ target: (input: { text: string }) => `${String(input.text.length)} characters` })
    .input(z.object({ text }))
    .mutation(({ ctx, input }) => ctx.services.draft.imports.preview(input.text)),

  take: adminProcedure
    .meta({ target: (input: { text: string }) => `${String(input.text.length)} characters` })
    .input(z.object({ text, draftVersion: z.int().min(0) }))
    .mutation(({ ctx, input }) => ctx.services.draft.imports.take(input, ctx.who.name)),
});
