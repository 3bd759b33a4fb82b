import { appRouter } from "../../../src/server/app-router.ts";

type Kind = "query" | "mutation" | "subscription";
export type Listed = { readonly path: string; readonly kind: Kind };

/** Every procedure there is. */
export const procedures: readonly Listed[] = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { readonly _def: { readonly type: Kind } }>, // flat, by path
).map(([path, { _def }]) => ({ path, kind: _def.type }));

/** Answers whoever asks. */
export const OPEN = ["session.state", "session.signIn"];

/** Answers whoever is signed in. What is in neither list is the admin's alone. */
export const VIEWERS = [
  "session.signOut",
  "account.me",
  "account.sessions",
  "account.endSession",
  "account.signOutEverywhere",
  "account.changePassword",
  "live.follow",
  "live.series",
  "live.events",
  "control.interfaces",
  "draft.summary",
  "settings.get",
  "virtuals.list",
  "virtuals.get",
  "review.get",
  "review.last",
  "review.running",
  "revisions.list",
  "revisions.get",
  "revisions.compare",
  "audit.list",
];

/** The admin's. Named too: a procedure that nobody thought about is in no list. */
export const ADMINS = [
  "account.list",
  "control.click",
  "control.probe",
  "control.pulse",
  "control.reload",
  "draft.discard",
  "draft.settle",
  "settings.set",
  "virtuals.add",
  "virtuals.set",
  "virtuals.remove",
  "virtuals.duplicate",
  "virtuals.setMany",
  "virtuals.setServer",
  "virtuals.removeServer",
  "review.applyDraft",
  "revisions.restore",
  "import.preview",
  "import.take",
];
