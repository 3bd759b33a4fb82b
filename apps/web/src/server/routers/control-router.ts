import { TRPCError } from "@trpc/server";
import * as z from "zod";
import { asUnreachable, RouterUnreachable } from "../agent/door.ts";
import type { Router } from "../agent/routers.ts";
import { DomainError } from "../domain-error.ts";
import type { Services } from "../services.ts";
import { adminProcedure, router, viewerProcedure } from "../trpc.ts";

const name = z.string().min(1).max(300);
const serverTarget = z.object({ virtual: name, server: name });

const clickInput = z.object({
  action: z.enum(["activate", "deactivate", "drain", "weight"]),
  target: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("virtual"), virtual: name }),
    z.object({ kind: z.literal("server"), ...serverTarget.shape }),
    z.object({ kind: z.literal("host"), address: z.string().max(100) }),
    z.object({ kind: z.literal("many"), targets: z.array(serverTarget).min(1).max(2_000) }),
  ]),
  weight: z.int().min(0).max(65_535).optional(),
  until: z.string().max(40).optional(),
});

/** What is done at once, on the router that serves, by an edit of the text that runs. */
export const controlRouter = router({
  click: adminProcedure
    .meta({ target: (input: z.infer<typeof clickInput>) => `${input.action} ${wordsOf(input)}` })
    .input(clickInput)
    .mutation(async ({ ctx, input }) => {
      const router = serving(ctx.services);
      const answer = await reach(router, () => router.door.client.admin.mutate(input));
      if (answer.kind === "refused")
        throw new DomainError("PRECONDITION_FAILED", `${router.name} refused: ${answer.reasons.join("; ")}`);
      const description = `${input.action} ${wordsOf(input)}`;
      ctx.services.draft.recordClick({ author: ctx.who.name, sha256: answer.sha256, description });
      return { text: description, router: router.name, sha256: answer.sha256, warnings: answer.warnings };
    }),

  /** One check now, of every check the server has, with what went over the wire. */
  probe: adminProcedure
    .meta({ target: ({ virtual, server }: z.infer<typeof serverTarget>) => `${virtual}/${server}` })
    .input(serverTarget)
    .mutation(({ ctx, input }) => {
      const router = serving(ctx.services);
      return reach(router, () => router.door.client.probe.mutate(input));
    }),

  pulse: adminProcedure
    .meta({ target: ({ command, router }: { command: string; router: string }) => `${command} pulse of ${router}` })
    .input(z.object({ router: name, command: z.enum(["start", "stop"]), flush: z.boolean().default(false) }))
    .mutation(async ({ ctx, input }) => {
      const router = named(ctx.services, input.router);
      const { start, stop } = router.door.client;
      const answer = await reach(router, () =>
        input.command === "start" ? start.mutate() : stop.mutate({ flush: input.flush }),
      );
      if (answer.kind === "refused") throw new DomainError("PRECONDITION_FAILED", answer.reasons.join("; "));
      return { text: `${router.name}: ${answer.text}` };
    }),

  /** Takes over an lvs.cf that was edited by hand. */
  reload: adminProcedure
    .meta({ target: (input: { router: string }) => input.router })
    .input(z.object({ router: name }))
    .mutation(async ({ ctx, input }) => {
      const router = named(ctx.services, input.router);
      const answer = await reach(router, () => router.door.client.reload.mutate());
      if (answer.kind === "refused") throw new DomainError("PRECONDITION_FAILED", answer.reasons.join("; "));
      return answer;
    }),

  /** The interfaces of every router that answers, for the forms. */
  interfaces: viewerProcedure.query(async ({ ctx }) => {
    const asked = ctx.services.routers.all.map(async ({ name, door }) => ({
      router: name,
      interfaces: await door.client.interfaces.query().catch(() => []),
    }));
    return Promise.all(asked);
  }),
});

function serving({ routers }: Services): Router {
  const router = routers.serving();
  if (router) return router;
  const links = routers.all.map(({ name, follower }) => {
    const link = follower.link();
    return link.kind === "silent" ? `${name}: ${link.words}` : name;
  });
  throw new DomainError("BAD_GATEWAY", `No router answers, nothing was changed. ${links.join(". ")}`);
}

function named({ routers }: Services, name: string): Router {
  const router = routers.byName(name);
  if (!router) throw new DomainError("NOT_FOUND", `There is no router ${name}`);
  return router;
}

async function reach<T>(router: Router, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const cause = asUnreachable(error);
    if (cause instanceof RouterUnreachable)
      throw new DomainError(
        "BAD_GATEWAY",
        `${router.name} did not answer: ${cause.message}. Whether it was done shows in the routing table when it is back`,
        {},
        { cause },
      );
    throw new TRPCError({
      code: "BAD_REQUEST",
      message: cause instanceof Error ? cause.message : String(cause),
      cause,
    });
  }
}

function wordsOf({ target, weight, until }: z.infer<typeof clickInput>): string {
  const what =
    target.kind === "many"
      ? `${String(target.targets.length)} servers: ${someOf(target.targets.map((one) => `${one.virtual}/${one.server}`))}`
      : target.kind === "host"
        ? `host ${target.address}`
        : target.kind === "server"
          ? `${target.virtual}/${target.server}`
          : target.virtual;
  return [what, weight === undefined ? "" : `to ${String(weight)}`, until === undefined ? "" : `until ${until}`]
    .filter(Boolean)
    .join(" ");
}

/** A click on thousands is kept in the history too. */
const someOf = (names: readonly string[]): string =>
  names.length <= MOST_NAMED ? names.join(", ") : `${names.slice(0, MOST_NAMED).join(", ")} …`;
const MOST_NAMED = 20;
