import { accounts as accountsOf } from "./accounts/accounts.ts";
import { FIGURES } from "../live/feed.ts";
import { connectRouters, type RouterAddress, type Routers } from "./agent/routers.ts";
import { auditLog } from "./audit.ts";
import { databaseFile, DEFAULT_DATA_DIR } from "./db/data-dir.ts";
import { migrate } from "./db/migrate.ts";
import { openDb } from "./db/open.ts";
import { draftStore } from "./draft/draft-store.ts";
import { startLive, type Live } from "./live/live.ts";
import { startSamples } from "./live/samples.ts";
import type { Services } from "./services.ts";

export type StartOptions = {
  readonly version: string;
  readonly dataDir: string;
  readonly migrationsDir: string;
  readonly routers: readonly RouterAddress[];
  /** Key of the cluster in the database. */
  readonly cluster: string;
  readonly say: (words: string) => void;
};

/** Everything behind the procedures, in the order it needs each other. `close` ends it in the other. */
export async function startServices(
  options: StartOptions,
): Promise<{ services: Services; close: () => Promise<void> }> {
  const { version, dataDir, migrationsDir, cluster, say } = options;
  const command = dataDir === DEFAULT_DATA_DIR ? "piranha-passwd" : `piranha-passwd --data-dir ${dataDir}`;
  const file = databaseFile(dataDir);
  await migrate(file, migrationsDir);
  const db = openDb(file);
  const audit = auditLog(db, cluster);
  const accounts = accountsOf(db, { command });
  const routers = connectRouters(options.routers);
  const draft = await draftStore({
    db,
    cluster,
    routers,
    connectionsOf: (...of) => connectionsOf(live, routers, ...of),
  });
  const live = startLive({ routers, draft: draft.feed });
  const samples = startSamples(db, cluster, routers, live, say);
  draft.onChange(live.touch);
  return {
    services: { version, cluster, db, audit, accounts, routers, live, samples, draft },
    close: async () => {
      routers.close();
      live.close();
      await samples.close();
      await draft.close();
      accounts.close();
      await db.$disconnect();
    },
  };
}

/** Active and inactive connections of one server on the router that serves; null where nobody counts. */
function connectionsOf(live: Live, routers: Routers, serviceId: string, serverName: string): number | null {
  const router = routers.serving();
  const index =
    router?.follower
      .services()
      .get(serviceId)
      ?.servers.findIndex(({ name }) => name === serverName) ?? -1;
  const figures = router && live.figures(router.name)?.servers.get(serviceId);
  if (index < 0 || !figures) return null;
  const [active = -1, inactive = -1] = figures.slice(index * FIGURES);
  return active < 0 ? null : active + Math.max(0, inactive);
}
