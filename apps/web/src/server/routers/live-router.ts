import { tracked, TRPCError } from "@trpc/server";
import * as z from "zod";
import { router, viewerProcedure } from "../trpc.ts";

const MOST_WATCHED = 500;
/** A browser follows once for all its tabs. */
const MOST_STREAMS = 100;
const streams = new Map<string, number>();
const id = z.string().max(300);

export const liveRouter = router({
  /** Everything that moves, pushed; `watch` names the services whose servers' figures are wanted. */
  follow: viewerProcedure
    .input(z.object({ watch: z.array(id).max(MOST_WATCHED), lastEventId: z.string().max(300).nullish() }))
    .subscription(async function* ({ ctx, input, signal }) {
      const { live, accounts } = ctx.services;
      const { sessionId } = ctx.who;
      const open = streams.get(sessionId) ?? 0;
      if (open >= MOST_STREAMS)
        throw new TRPCError({ code: "TOO_MANY_REQUESTS", message: "Too many windows follow. Close some" });
      streams.set(sessionId, open + 1);
      const end = new AbortController();
      signal?.addEventListener("abort", () => end.abort());
      const stop = accounts.onRevoked((ended) => {
        if (ended === sessionId) end.abort();
      });
      try {
        for await (const { id, message } of live.follow(input.lastEventId ?? undefined, input.watch, end.signal)) {
          yield tracked(id, message);
          if (!(await accounts.alive(sessionId))) end.abort();
        }
      } finally {
        stop();
        const left = (streams.get(sessionId) ?? 1) - 1;
        if (left > 0) streams.set(sessionId, left);
        else streams.delete(sessionId);
      }
      if (!signal?.aborted) throw new TRPCError({ code: "UNAUTHORIZED", message: "Signed out" });
    }),

  /** A graph's data, from the samples. */
  series: viewerProcedure
    .input(z.object({ router: id, subject: z.string().max(600), span: z.enum(["hour", "day"]) }))
    .query(({ ctx, input }) => ctx.services.samples.series(input.router, input.subject, input.span, Date.now())),

  /** All events that are kept, oldest first. */
  events: viewerProcedure.query(({ ctx }) => ctx.services.live.events()),
});
