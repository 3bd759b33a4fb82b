import * as z from "zod";
import { adminProcedure, router, viewerProcedure } from "../trpc.ts";
import { hashInput, idInput, serverInput, virtualInput } from "./part-input.ts";

type Id = { readonly id: string };

/** Virtual servers with the real servers behind them, as the draft has them. */
export const virtualsRouter = router({
  list: viewerProcedure.query(({ ctx }) => ctx.services.draft.virtuals.list()),

  get: viewerProcedure
    .input(z.object({ id: idInput }))
    .query(({ ctx, input }) => ctx.services.draft.virtuals.get(input.id)),

  add: adminProcedure
    .meta({ target: (input: { value: { name: string } }) => `virtual ${input.value.name}` })
    .input(z.object({ value: virtualInput, afterId: idInput.optional() }))
    .mutation(({ ctx, input }) => ctx.services.draft.virtuals.add(input, ctx.who.name)),

  set: adminProcedure
    .meta({ target: ({ id }: Id) => `virtual ${id}` })
    .input(z.object({ id: idInput, hash: hashInput, value: virtualInput }))
    .mutation(({ ctx, input }) => ctx.services.draft.virtuals.set(input, ctx.who.name)),

  remove: adminProcedure
    .meta({ target: ({ id }: Id) => `virtual ${id}` })
    .input(z.object({ id: idInput, hash: hashInput }))
    .mutation(({ ctx, input }) => ctx.services.draft.virtuals.remove(input, ctx.who.name)),

  duplicate: adminProcedure
    .meta({ target: ({ id, name }: Id & { name: string }) => `virtual ${id} as ${name}` })
    .input(z.object({ id: idInput, name: z.string().max(300) }))
    .mutation(({ ctx, input }) => ctx.services.draft.virtuals.duplicate(input, ctx.who.name)),

  setMany: adminProcedure
    .meta({
      target: ({ ids, active }: { ids: string[]; active: boolean }) =>
        `${active ? "activate" : "deactivate"} ${ids.join(", ")}`,
    })
    .input(z.object({ ids: z.array(idInput).min(1).max(5_000), active: z.boolean() }))
    .mutation(({ ctx, input }) => ctx.services.draft.virtuals.setMany(input, ctx.who.name)),

  setServer: adminProcedure
    .meta({ target: ({ id, serverId }: Id & { serverId: string | null }) => `server ${id}/${serverId ?? "new"}` })
    .input(z.object({ id: idInput, serverId: idInput.nullable(), hash: hashInput, value: serverInput }))
    .mutation(({ ctx, input }) => ctx.services.draft.virtuals.setServer(input, ctx.who.name)),

  removeServer: adminProcedure
    .meta({ target: ({ id, serverId }: Id & { serverId: string }) => `server ${id}/${serverId}` })
    .input(z.object({ id: idInput, serverId: idInput, hash: hashInput }))
    .mutation(({ ctx, input }) => ctx.services.draft.virtuals.removeServer(input, ctx.who.name)),
});
