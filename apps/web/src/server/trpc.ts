import { initTRPC, TRPCError } from "@trpc/server";
import * as z from "zod";
import type { Services } from "./services.ts";
import { DomainError } from "./domain-error.ts";

/** Who asks: the session behind the cookie, or nobody. */
export type SignedIn = {
  readonly sessionId: string;
  readonly accountId: string;
  readonly name: string;
  readonly role: "admin" | "viewer";
};

export type Context = {
  readonly services: Services;
  readonly who: SignedIn | null;
  /** Where the request came from: for back-off and the audit log. */
  readonly address: string;
  readonly browser: string;
  /** Sets the cookie of this answer; null deletes it. */
  readonly setCookie: (token: string | null) => Promise<void>;
};

type Meta = {
  /** For the audit log: what an admin's change is aimed at, from its input. */
  readonly target?: (input: never) => string;
};

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    // a refusal carries its fields, so that a form can put the words beside them
    errorFormatter: ({ shape, error }) => ({
      code: shape.code,
      message: wordsOf(error),
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        refusal: error.cause instanceof DomainError ? error.cause.facts : null,
      },
    }),
    sse: {
      ping: { enabled: true, intervalMs: 2_000 },
      client: { reconnectAfterInactivityMs: 5_000 },
      maxDurationMs: 600_000,
    },
  });

export const router = t.router;
export const callerFactory = t.createCallerFactory;

/** The one place where a domain error becomes a tRPC code. */
const domainErrors = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof DomainError && result.error.code === "INTERNAL_SERVER_ERROR") {
    const { cause } = result.error;
    throw new TRPCError({ code: cause.code, message: cause.message, cause });
  }
  return result;
});

/** For everybody, signed in or not: sign-in and what the sign-in page shows. A test names every one of them. */
export const openProcedure = t.procedure.use(domainErrors);

/** Signed in, whoever it is: looks. */
export const viewerProcedure = openProcedure.use(({ ctx, next }) => {
  if (!ctx.who) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first" });
  return next({ ctx: { ...ctx, who: ctx.who } });
});

/** The admin: changes. Each of the admin's, done or refused, is a line of the audit log. */
export const adminProcedure = viewerProcedure.use(async ({ ctx, next, type, path, meta, getRawInput }) => {
  if (ctx.who.role !== "admin")
    throw new TRPCError({ code: "FORBIDDEN", message: `${ctx.who.name} may look, not change. Sign in as piranha` });
  const result = await next();
  if (type === "mutation") {
    const input = (await getRawInput()) as never;
    await ctx.services.audit.add({
      actor: ctx.who.name,
      address: ctx.address,
      action: path,
      target: describe(meta, input),
      outcome: result.ok ? "done" : result.error.message,
    });
  }
  return result;
});

function describe(meta: Meta | undefined, input: never): string {
  try {
    const words: unknown = meta?.target?.(input);
    return typeof words === "string" ? words : "";
  } catch {
    return ""; // an input that was refused can have any shape
  }
}

/** What a browser is told. A failure of ours names files, tables and statements: those stay in the log. */
function wordsOf(error: TRPCError): string {
  if (error.code === "INTERNAL_SERVER_ERROR")
    return "The console failed, and its log says why: journalctl -u piranha-console. Look before you try again, part of it may be done";
  if (error.code === "PAYLOAD_TOO_LARGE") return "This is larger than the 9 MB that the console takes at once";
  if (error.cause instanceof z.ZodError) return error.cause.issues.slice(0, 5).map(issueWords).join("; ");
  return error.message;
}

const issueWords = ({ path, message }: z.core.$ZodIssue): string =>
  path.length === 0 ? message : `${path.map(String).join(".").slice(0, 100)}: ${message.slice(0, 300)}`;
