import { describe, expect, it } from "vitest";
import type { AuditLine } from "../../../src/server/audit.ts";
import { DomainError } from "../../../src/server/domain-error.ts";
import { draftRouter } from "../../../src/server/routers/draft-router.ts";
import { importRouter } from "../../../src/server/routers/import-router.ts";
import { reviewRouter } from "../../../src/server/routers/review-router.ts";
import { revisionsRouter } from "../../../src/server/routers/revisions-router.ts";
import { settingsRouter } from "../../../src/server/routers/settings-router.ts";
import { virtualsRouter } from "../../../src/server/routers/virtuals-router.ts";
import type { Services } from "../../../src/server/services.ts";
import { callerFactory, router } from "../../../src/server/trpc.ts";
import { world } from "./world.ts";

const routers = router({
  draft: draftRouter,
  import: importRouter,
  review: reviewRouter,
  revisions: revisionsRouter,
  settings: settingsRouter,
  virtuals: virtualsRouter,
});

/** The procedures as a person of that role reaches them, and the audit log they leave. */
async function signedIn(role: "admin" | "viewer") {
  const { draft } = await world();
  const audit: AuditLine[] = [];
  // of all services the procedures of the draft know these two
  const services = {
    draft,
    audit: { add: (line: AuditLine) => Promise.resolve(audit.push(line)) },
  } as unknown as Services;
  const who = { sessionId: "s", accountId: "a", name: role === "admin" ? "piranha" : "anna", role };
  return {
    audit,
    call: callerFactory(routers)({
      services,
      who,
      address: "127.0.0.1",
      browser: "",
      setCookie: () => Promise.resolve(),
    }),
  };
}

describe("the procedures of the draft", () => {
  it("let a viewer look at everything and change nothing", async () => {
    const { call } = await signedIn("viewer");
    const { hash, value } = await call.virtuals.get({ id: "web" });
    const { version } = await call.draft.summary();
    expect((await call.review.get()).draftVersion).toBe(version);
    for (const change of [
      () => call.virtuals.set({ id: "web", hash, value }),
      () => call.virtuals.remove({ id: "web", hash }),
      () => call.virtuals.setMany({ ids: ["web"], active: false }),
      () => call.settings.set({ hash, value: {} }),
      () => call.draft.discard({ version }),
      () => call.review.applyDraft({ draftVersion: version, note: "" }),
      () => call.revisions.restore({ id: 1 }),
      () => call.import.take({ text: "", draftVersion: version }),
    ])
      await expect(change()).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("write down what an admin changed, and what was refused, with the fields for the form", async () => {
    const { call, audit } = await signedIn("admin");
    const { hash, value } = await call.virtuals.get({ id: "web" });
    const refused = await call.virtuals
      .set({ id: "web", hash, value: { ...value, floor: 200 } })
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "BAD_REQUEST", message: "floor: Enter a percentage, 0 to 100" });
    const cause = refused instanceof Error ? refused.cause : undefined;
    expect(cause instanceof DomainError && cause.facts.fields).toEqual({ floor: "Enter a percentage, 0 to 100" });
    const { draftVersion } = await call.virtuals.setMany({ ids: ["web", "mail"], active: false });
    await call.review.applyDraft({ draftVersion, note: "night" });
    expect(audit.map(({ actor, action, target, outcome }) => [actor, action, target, outcome])).toEqual([
      ["piranha", "virtuals.set", "virtual web", "floor: Enter a percentage, 0 to 100"],
      ["piranha", "virtuals.setMany", "deactivate web, mail", "done"],
      ["piranha", "review.applyDraft", `draft version ${String(draftVersion)}`, "done"],
    ]);
    expect((await call.review.last())?.note).toBe("night");
    expect(await call.review.running()).toBeNull();
  });
});
