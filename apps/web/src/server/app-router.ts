import { accountRouter } from "./routers/account-router.ts";
import { auditRouter } from "./routers/audit-router.ts";
import { controlRouter } from "./routers/control-router.ts";
import { draftRouter } from "./routers/draft-router.ts";
import { importRouter } from "./routers/import-router.ts";
import { liveRouter } from "./routers/live-router.ts";
import { reviewRouter } from "./routers/review-router.ts";
import { revisionsRouter } from "./routers/revisions-router.ts";
import { sessionRouter } from "./routers/session-router.ts";
import { settingsRouter } from "./routers/settings-router.ts";
import { virtualsRouter } from "./routers/virtuals-router.ts";
import { router } from "./trpc.ts";

/** Everything a browser can ask of the console. */
export const appRouter = router({
  session: sessionRouter,
  account: accountRouter,
  live: liveRouter,
  control: controlRouter,
  draft: draftRouter,
  settings: settingsRouter,
  virtuals: virtualsRouter,
  review: reviewRouter,
  revisions: revisionsRouter,
  import: importRouter,
  audit: auditRouter,
});
export type AppRouter = typeof appRouter;
