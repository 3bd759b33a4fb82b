import * as z from "zod";
import { DomainError } from "../domain-error.ts";
import { adminProcedure, router, viewerProcedure, type Context, type SignedIn } from "../trpc.ts";
import { tooMany } from "./session-router.ts";

const sessionId = z.string().regex(/^[0-9a-f]{64}$/, "Choose a session of the list");
const typed = z.string().min(1, "Type your password").max(1_000);

/** One's own account; the list of all of them is the admin's. */
export const accountRouter = router({
  me: viewerProcedure.query(({ ctx }) => ({
    name: ctx.who.name,
    role: ctx.who.role,
    command: ctx.services.accounts.command,
  })),

  /** The browsers that are signed in as me, last used first. */
  sessions: viewerProcedure.query(async ({ ctx }) => {
    const rows = await ctx.services.accounts.sessions(ctx.who.accountId);
    return rows.map((row) => ({ ...row, current: row.id === ctx.who.sessionId }));
  }),

  /** Signs one of my browsers out. */
  endSession: viewerProcedure
    .input(z.object({ id: sessionId }))
    .mutation(({ ctx, input }) => endSession(ctx, input.id)),

  /** Signs all my browsers out, this one too. */
  signOutEverywhere: viewerProcedure.mutation(async ({ ctx }) => {
    await ctx.services.accounts.signOutEverywhere(ctx.who.accountId);
    await ctx.setCookie(null);
    await note(ctx, "account.signOutEverywhere", "", "done");
  }),

  /** Changes my password and signs all my browsers out, this one too. */
  changePassword: viewerProcedure
    .input(z.object({ current: typed, next: typed }))
    .mutation(({ ctx, input }) => changePassword(ctx, input.current, input.next)),

  list: adminProcedure.query(({ ctx }) => ctx.services.accounts.list()),
});

type Mine = Context & { readonly who: SignedIn };

async function endSession(ctx: Mine, id: string): Promise<void> {
  if (!(await ctx.services.accounts.signOut(id, ctx.who.accountId)))
    throw new DomainError("NOT_FOUND", "That browser is signed out already");
  if (id === ctx.who.sessionId) await ctx.setCookie(null);
  await note(ctx, "account.endSession", id.slice(0, 8), "done");
}

async function changePassword(ctx: Mine, current: string, next: string): Promise<void> {
  const result = await ctx.services.accounts.changePassword(ctx.who, current, next, ctx.address);
  switch (result.kind) {
    case "changed":
      await ctx.setCookie(null);
      return note(ctx, "account.changePassword", ctx.who.name, "done");
    case "weak":
      throw new DomainError("BAD_REQUEST", result.why, { fields: { next: result.why } });
    case "wrong":
      await note(ctx, "account.changePassword", ctx.who.name, "wrong password");
      throw new DomainError("BAD_REQUEST", WRONG, { fields: { current: WRONG } });
    case "wait":
      throw tooMany(result.seconds);
  }
}

const WRONG = "This is not your password";

const note = ({ who, address, services }: Mine, action: string, target: string, outcome: string): Promise<void> =>
  services.audit.add({ actor: who.name, address, action, target, outcome });
