import * as z from "zod";
import { DomainError } from "../domain-error.ts";
import { openProcedure, router, viewerProcedure, type Context } from "../trpc.ts";

type SessionState =
  /** Nothing is served until an operator has run `command`. */
  | { readonly kind: "noPassword"; readonly command: string }
  | { readonly kind: "signedOut" }
  | { readonly kind: "signedIn"; readonly name: string; readonly role: "admin" | "viewer" };

export const sessionRouter = router({
  /** What the sign-in page begins with. */
  state: openProcedure.query(({ ctx }): Promise<SessionState> => stateOf(ctx)),

  /** Signs in and sets the cookie. Refuses with UNAUTHORIZED, or TOO_MANY_REQUESTS and the seconds to wait. */
  signIn: openProcedure
    .input(z.object({ name: z.string().min(1).max(64), password: z.string().min(1).max(1_000) }))
    .mutation(({ ctx, input }) => signIn(ctx, input)),

  signOut: viewerProcedure.mutation(async ({ ctx }) => {
    await ctx.services.accounts.signOut(ctx.who.sessionId);
    await ctx.setCookie(null);
    await ctx.services.audit.add({ ...by(ctx), action: "session.signOut", target: "", outcome: "done" });
  }),
});

async function stateOf({ who, services }: Context): Promise<SessionState> {
  if (who) return { kind: "signedIn", name: who.name, role: who.role };
  if (await services.accounts.anyAccount()) return { kind: "signedOut" };
  return { kind: "noPassword", command: services.accounts.command };
}

async function signIn(ctx: Context, input: { readonly name: string; readonly password: string }) {
  const { accounts, audit } = ctx.services;
  const result = await accounts.signIn({ ...input, address: ctx.address, browser: ctx.browser });
  const line = { address: ctx.address, action: "session.signIn", target: "" };
  switch (result.kind) {
    case "signedIn":
      await ctx.setCookie(result.token);
      await audit.add({ ...line, actor: result.who.name, outcome: "done" });
      return { name: result.who.name, role: result.who.role };
    case "wrong": {
      // a name that is no account's can be a password typed into the wrong field: it is not kept
      const actor = result.known ? input.name.trim().toLowerCase() : "unknown name";
      await audit.add({ ...line, actor, outcome: "wrong password" });
      throw new DomainError("UNAUTHORIZED", "Wrong name or password");
    }
    case "wait":
      throw tooMany(result.seconds);
  }
}

/** What somebody is told who must wait. */
export function tooMany(seconds: number): DomainError {
  const words = `Too many wrong passwords. Wait ${seconds} s and try again`;
  return new DomainError("TOO_MANY_REQUESTS", words, { retryAfterSeconds: seconds });
}

const by = ({ who, address }: Context) => ({ actor: who?.name ?? "", address });
