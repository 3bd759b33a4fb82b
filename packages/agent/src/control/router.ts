import { initTRPC, tracked, TRPCError } from "@trpc/server";
import * as z from "zod";
import { STATUS_VERSION, type AgentEvent, type Figures, type Snapshot } from "@piranha/lvs/status";
import type { Lvs } from "../daemons/lvs.ts";
import type { StatusStore } from "../daemons/status-store.ts";
import { adminInputSchema, type DoneAnswer, type InterfaceAnswer, type ProbeAnswer } from "./answers.ts";

/** What the control socket can reach. */
export type ControlContext = {
  readonly lvs: Lvs;
  readonly status: StatusStore;
  readonly version: string;
  readonly eventsSince: (seq: number) => AgentEvent[];
  readonly figures: () => Promise<Figures | undefined>;
  /** What this router's addresses can be raised on. */
  readonly interfaces: () => Promise<readonly InterfaceAnswer[]>;
  readonly probe: (virtual: string, server: string) => Promise<ProbeAnswer>;
  /** Serves, or stops serving; resolves when pulse has done it. */
  readonly pulse: (command: "start" | "stop") => Promise<void>;
};

const TEXT_LIMIT = 8 << 20;
const t = initTRPC.context<ControlContext>().create({
  sse: {
    ping: { enabled: true, intervalMs: 1_000 },
    client: { reconnectAfterInactivityMs: 2_500 },
    maxDurationMs: 300_000,
  },
});
const text = z.string().max(TEXT_LIMIT, "the text is larger than 8 MB");

/** Everything an agent can be asked to do, by its command line and by the console alike. */
export const controlRouter = t.router({
  hello: t.procedure.query(({ ctx }) => ({ version: ctx.version, statusVersion: STATUS_VERSION, pid: process.pid })),

  snapshot: t.procedure.query(({ ctx }): Promise<Snapshot> => ctx.status.snapshot()),

  figures: t.procedure.query(async ({ ctx }) => (await ctx.figures()) ?? null),

  follow: t.procedure.input(z.object({ lastEventId: z.string().nullish() }).nullish()).subscription(async function* ({
    ctx,
    input,
    signal,
  }) {
    const never = new AbortController().signal;
    for await (const { id, patch } of ctx.status.follow(input?.lastEventId ?? undefined, signal ?? never))
      yield tracked(id, patch);
  }),

  events: t.procedure
    .input(z.object({ since: z.int().min(0) }))
    .query(({ ctx, input }) => ctx.eventsSince(input.since)),

  config: t.procedure.query(({ ctx }) => {
    const running = ctx.lvs.configText();
    if (running === undefined) throw new TRPCError({ code: "NOT_FOUND", message: "no configuration runs" });
    return running;
  }),

  install: t.procedure
    .input(z.object({ text, base: z.string().optional(), adopt: z.boolean().optional() }))
    .mutation(({ ctx, input: { text: next, base, adopt } }) =>
      ctx.lvs.install(next, { ...(base !== undefined && { base }), ...(adopt !== undefined && { adopt }) }),
    ),

  plan: t.procedure.input(z.object({ text: text.optional() })).query(({ ctx, input }) => ctx.lvs.plan(input.text)),

  admin: t.procedure.input(adminInputSchema).mutation(({ ctx, input }) => ctx.lvs.admin(input)),

  rollback: t.procedure.mutation(({ ctx }) => ctx.lvs.rollback()),

  reload: t.procedure.mutation(({ ctx }) => ctx.lvs.reload()),

  history: t.procedure.query(({ ctx }) => ctx.lvs.history()),

  interfaces: t.procedure.query(({ ctx }) => ctx.interfaces()),

  probe: t.procedure
    .input(z.object({ virtual: z.string(), server: z.string() }))
    .mutation(({ ctx, input }) => ctx.probe(input.virtual, input.server)),

  start: t.procedure.mutation(async ({ ctx }): Promise<DoneAnswer> => {
    await ctx.lvs.flush(false);
    await ctx.pulse("start");
    return { kind: "done", text: "serving" };
  }),

  stop: t.procedure.input(z.object({ flush: z.boolean() })).mutation(async ({ ctx, input }): Promise<DoneAnswer> => {
    await ctx.pulse("stop");
    if (input.flush) await ctx.lvs.flush(true);
    return {
      kind: "done",
      text: input.flush ? "stopped, table flushed" : "stopped; rows stay for open connections (--flush removes them)",
    };
  }),
});

/** The type a client needs; of the agent the console imports nothing else. */
export type ControlRouter = typeof controlRouter;
