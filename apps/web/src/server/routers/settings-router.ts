import * as z from "zod";
import { adminProcedure, router, viewerProcedure } from "../trpc.ts";
import { hashInput, settingsInput } from "./part-input.ts";

/** Global settings and redundancy: everything of lvs.cf outside its blocks. */
export const settingsRouter = router({
  get: viewerProcedure.query(({ ctx }) => ctx.services.draft.settings.get()),

  set: adminProcedure
    .meta({ target: () => "global" })
    .input(z.object({ hash: hashInput, value: settingsInput }))
    .mutation(({ ctx, input }) => ctx.services.draft.settings.set(input, ctx.who.name)),
});
