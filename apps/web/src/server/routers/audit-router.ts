import * as z from "zod";
import { router, viewerProcedure } from "../trpc.ts";

const PAGE = 100;

export const auditRouter = router({
  /** Newest first; `next` asks for the page after. */
  list: viewerProcedure.input(z.object({ beforeId: z.int().positive().optional() })).query(async ({ ctx, input }) => {
    const entries = await ctx.services.audit.list(input.beforeId, PAGE + 1);
    const page = entries.slice(0, PAGE).map(({ id, at, actor, address, action, target, outcome }) => {
      return { id, atMs: at.getTime(), actor, address, action, target, outcome };
    });
    return { entries: page, next: entries.length > PAGE ? (page.at(-1)?.id ?? null) : null };
  }),
});
