import type { Db } from "./db/open.ts";

export type AuditLine = {
  readonly actor: string;
  readonly address: string;
  /** The procedure, such as `virtuals.set`. */
  readonly action: string;
  readonly target: string;
  /** `done`, or why not. */
  readonly outcome: string;
};

/**
 * Who did what, from where, and how it ended. Bounded: the newest {@link KEPT} lines stay, and of those about wrong passwords,
 * which strangers can write, the newest {@link KEPT_OF_STRANGERS}.
 */
export function auditLog(db: Db, cluster: string) {
  let sinceTrim = 0;
  const trim = async (where: { cluster: string; action?: string; outcome?: { not: string } }, kept: number) => {
    const [oldest] = await db.auditEntry.findMany({ where, orderBy: { id: "desc" }, skip: kept, take: 1 });
    if (oldest) await db.auditEntry.deleteMany({ where: { ...where, id: { lte: oldest.id } } });
  };
  return {
    add: async (line: AuditLine) => {
      await db.auditEntry.create({ data: { cluster, ...short(line) } });
      if (++sinceTrim < TRIM_EVERY) return;
      sinceTrim = 0;
      await trim({ cluster, action: "session.signIn", outcome: { not: "done" } }, KEPT_OF_STRANGERS);
      await trim({ cluster }, KEPT);
    },
    /** Newest first, those before `beforeId`. */
    list: (beforeId: number | undefined, take: number) =>
      db.auditEntry.findMany({
        where: { cluster, ...(beforeId !== undefined && { id: { lt: beforeId } }) },
        orderBy: { id: "desc" },
        take,
      }),
  };
}
export type AuditLog = ReturnType<typeof auditLog>;

const KEPT = 20_000;
const KEPT_OF_STRANGERS = 2_000;
const TRIM_EVERY = 200;

const short = ({ actor, address, action, target, outcome }: AuditLine): AuditLine => ({
  actor: actor.slice(0, 100),
  address: address.slice(0, 100),
  action,
  target: target.slice(0, 500),
  outcome: outcome.slice(0, 1000),
});
