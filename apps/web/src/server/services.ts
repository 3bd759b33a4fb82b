import type { Accounts } from "./accounts/accounts.ts";
import type { Routers } from "./agent/routers.ts";
import type { AuditLog } from "./audit.ts";
import type { Db } from "./db/open.ts";
import type { DraftStore } from "./draft/draft-store.ts";
import type { Live } from "./live/live.ts";
import type { Samples } from "./live/samples.ts";

/** What the procedures work with: built once, in `start.ts`. */
export type Services = {
  readonly version: string;
  /** Key of the cluster on screen. */
  readonly cluster: string;
  readonly db: Db;
  readonly audit: AuditLog;
  readonly accounts: Accounts;
  readonly routers: Routers;
  readonly live: Live;
  readonly samples: Samples;
  readonly draft: DraftStore;
};
