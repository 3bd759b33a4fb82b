import { createHash, randomBytes } from "node:crypto";
import type { Db } from "../db/open.ts";
import type { SignedIn } from "../trpc.ts";

/** A signed-in browser, for the page that lists them. */
export type SessionRow = {
  readonly id: string;
  readonly createdAtMs: number;
  readonly seenAtMs: number;
  readonly address: string;
  readonly browser: string;
};

/** A session ends when nobody used it for half a day, and in any case after thirty. */
export const IDLE_MS = 12 * 3_600_000;
export const LONGEST_MS = 30 * 24 * 3_600_000;

/**
 * The signed-in browsers. The database has the SHA-256 of each token, so that who reads it cannot sign in with it. What this
 * process ends is over at once; what another one ends (piranha-passwd), within {@link CACHED_MS}.
 */
export function sessionStore(db: Db, now: () => number) {
  const cache = new Map<string, { readonly who: SignedIn; readonly readAtMs: number }>();
  const listeners = new Set<(sessionId: string) => void>();
  let generation = 0;
  let timer: NodeJS.Timeout | undefined;

  const valid = () => ({
    createdAt: { gt: new Date(now() - LONGEST_MS) },
    seenAt: { gt: new Date(now() - IDLE_MS) },
  });

  const drop = (ids: readonly string[]) => {
    generation += 1; // a read under way must not put an ended session back
    for (const id of ids) cache.delete(id);
    for (const id of ids) for (const listener of [...listeners]) listener(id);
  };

  const lookUp = async (id: string): Promise<SignedIn | null> => {
    const cached = cache.get(id);
    if (cached && Math.abs(now() - cached.readAtMs) < CACHED_MS) return cached.who;
    const before = generation;
    const row = await db.session.findFirst({ where: { id, ...valid() }, include: { account: true } });
    if (!row) {
      if (cache.has(id)) drop([id]);
      return null;
    }
    const { account } = row;
    const who: SignedIn = {
      sessionId: id,
      accountId: account.id,
      name: account.name,
      role: account.role === "admin" ? "admin" : "viewer",
    };
    if (now() - row.seenAt.getTime() > SEEN_EVERY_MS)
      await db.session.updateMany({ where: { id }, data: { seenAt: new Date(now()) } });
    if (before === generation) {
      cache.delete(id);
      cache.set(id, { who, readAtMs: now() });
      const oldest = cache.size > MOST_CACHED ? cache.keys().next().value : undefined;
      if (oldest !== undefined) cache.delete(oldest);
    }
    return who;
  };

  /** Finds out what other processes ended. */
  const sweep = async () => {
    const ids = [...cache.keys()];
    const rows = await db.session.findMany({ where: { id: { in: ids }, ...valid() }, select: { id: true } });
    const alive = new Set(rows.map(({ id }) => id));
    const gone = ids.filter((id) => !alive.has(id));
    if (gone.length > 0) drop(gone);
  };

  const watch = () => {
    timer ??= setInterval(() => void sweep().catch(() => undefined), CACHED_MS).unref();
  };
  const unwatch = () => {
    clearInterval(timer);
    timer = undefined;
  };

  return {
    /** A fresh token and the row that belongs to it; `insert` runs where the caller likes, such as in a transaction. */
    create: (accountId: string, address: string, browser: string) => {
      const token = randomBytes(32).toString("base64url");
      const at = new Date(now());
      const id = idOf(token);
      return { token, id, row: { id, accountId, createdAt: at, seenAt: at, address, browser } };
    },

    /** Who is behind a token, or nobody. */
    of: (token: string): Promise<SignedIn | null> => lookUp(idOf(token)),

    /** Whether the session still is one. */
    alive: async (id: string): Promise<boolean> => (await lookUp(id)) !== null,

    /** The account's sessions, last used first. */
    list: async (accountId: string): Promise<SessionRow[]> => {
      const rows = await db.session.findMany({ where: { accountId, ...valid() }, orderBy: { seenAt: "desc" } });
      return rows.map(({ id, createdAt, seenAt, address, browser }) => {
        return { id, createdAtMs: createdAt.getTime(), seenAtMs: seenAt.getTime(), address, browser };
      });
    },

    /** Ends one session, of that account only when it is named. False when there was none. */
    end: async (id: string, accountId?: string): Promise<boolean> => {
      const { count } = await db.session.deleteMany({ where: { id, ...(accountId !== undefined && { accountId }) } });
      if (count > 0) drop([id]);
      return count > 0;
    },

    /** Ends every session of an account. */
    endAll: async (accountId: string): Promise<void> => {
      await db.session.deleteMany({ where: { accountId } });
      drop([...cache].filter(([, { who }]) => who.accountId === accountId).map(([id]) => id));
    },

    /** Deletes sessions that ended by themselves, and an account's oldest beyond {@link MOST_SESSIONS}. */
    trim: async (accountId: string): Promise<void> => {
      await db.session.deleteMany({ where: { NOT: valid() } });
      const extra = await db.session.findMany({
        where: { accountId },
        orderBy: { createdAt: "desc" },
        skip: MOST_SESSIONS,
        select: { id: true },
      });
      const ids = extra.map(({ id }) => id);
      if (ids.length === 0) return;
      await db.session.deleteMany({ where: { id: { in: ids } } });
      drop(ids);
    },

    /** Calls back with the id of every session that ends, whoever ends it. @returns how to stop listening. */
    onRevoked: (listener: (sessionId: string) => void): (() => void) => {
      const mine = (id: string) => listener(id);
      listeners.add(mine);
      watch();
      return () => {
        listeners.delete(mine);
        if (listeners.size === 0) unwatch();
      };
    },

    close: () => {
      listeners.clear();
      unwatch();
    },
  };
}

/** How stale a session may be; half of what is promised. */
const CACHED_MS = 1_000;
const SEEN_EVERY_MS = 60_000;
const MOST_CACHED = 1_000;
const MOST_SESSIONS = 50;

const idOf = (token: string): string => createHash("sha256").update(token).digest("hex");
