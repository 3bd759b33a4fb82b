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

/** Who did what, from where, and how it ended. Bounded: the newest {@link KEPT} lines stay. */
export function auditLog(db: Db, cluster: string) {
  let sinceTrim = 0;
  return {
    add: async (line: AuditLine) => {
      await db.auditEntry.create({ data: { cluster, ...short(line) } });
      if (++sinceTrim < TRIM_EVERY) return;
      sinceTrim = 0;
      const newest = await db.auditEntry.findMany({ where: { cluster }, orderBy: { id: "desc" }, skip: KEPT, take: 1 });
      if (newest[0]) await db.auditEntry.deleteMany({ where: { cluster, id: { lte: newest[0].id } } });
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
const TRIM_EVERY = 200;

const short = ({ actor, address, action, target, outcome }: AuditLine): AuditLine => ({
  actor: actor.slice(0, 100),
  address: address.slice(0, 100),
  action,
  target: target.slice(0, 500),
  outcome: outcome.slice(0, 1000),
});
