/** What a procedure does, as the audit log says it; the procedure's own name where this does not know it. */
export const actionWords = (action: string): string => WORDS[action] ?? action;

const WORDS: Readonly<Record<string, string>> = {
  "session.signIn": "signed in",
  "session.signOut": "logged out",
  "account.endSession": "ended a session",
  "account.signOutEverywhere": "logged out everywhere",
  "account.changePassword": "changed the password",
  "piranha-passwd": "set a password with piranha-passwd",
  "control.click": "did at once:",
  "control.probe": "probed",
  "control.pulse": "did at once:",
  "control.reload": "reloaded",
  "settings.set": "edited the global settings",
  "virtuals.add": "added a virtual server",
  "virtuals.set": "edited a virtual server",
  "virtuals.remove": "removed a virtual server",
  "virtuals.duplicate": "duplicated a virtual server",
  "virtuals.setMany": "switched virtual servers",
  "virtuals.setServer": "edited a real server",
  "virtuals.removeServer": "removed a real server",
  "draft.discard": "discarded the draft",
  "draft.settle": "settled a conflict",
  "review.applyDraft": "applied the draft",
  "revisions.restore": "restored a revision",
  "import.take": "imported a text",
};
