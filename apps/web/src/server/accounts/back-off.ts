import type { Db } from "../db/open.ts";
import { oneAtATime } from "./gate.ts";

/** Seconds to wait after the nth wrong password in a row: four are free, then 1, 2, 4 … up to a quarter of an hour. */
export function waitSeconds(wrong: number): number {
  return wrong <= FREE ? 0 : Math.min(LONGEST_WAIT, 2 ** Math.min(wrong - FREE - 1, 20));
}

/**
 * Counts wrong passwords by subject ("account piranha", "address 192.0.2.1") in the database, so that a restart forgives nobody.
 * A subject that was quiet for a day is forgotten; the table keeps {@link MOST_SUBJECTS} rows.
 */
export function backOff(db: Db, now: () => number) {
  const alone = oneAtATime();
  let sinceTrim = 0;

  const read = async (subjects: readonly string[]) => {
    const rows = await db.signInFailure.findMany({ where: { subject: { in: [...subjects] } } });
    return new Map(
      rows.filter(({ lastAt }) => lastAt.getTime() > now() - FORGOTTEN_AFTER_MS).map((row) => [row.subject, row]),
    );
  };

  return {
    /**
     * Seconds to wait before anybody's password is looked at, or 0: then the attempt is already counted as wrong, so that a
     * hundred at once get no more tries than a hundred in a row.
     */
    begin: (subjects: readonly string[]): Promise<number> =>
      alone(async () => {
        const known = await read(subjects);
        const until = Math.max(0, ...[...known.values()].map(({ untilAt }) => untilAt.getTime()));
        if (until > now()) return Math.ceil((until - now()) / 1000);
        await db.$transaction(
          subjects.map((subject) => {
            const count = Math.min((known.get(subject)?.count ?? 0) + 1, MOST_COUNTED);
            const data = { count, lastAt: new Date(now()), untilAt: new Date(now() + waitSeconds(count) * 1000) };
            return db.signInFailure.upsert({ where: { subject }, create: { subject, ...data }, update: data });
          }),
        );
        if (++sinceTrim >= TRIM_EVERY) {
          sinceTrim = 0;
          await trim(db, now());
        }
        return 0;
      }),

    /** The password was right: `forgiven` start afresh, `returned` lose only this attempt. */
    right: (forgiven: readonly string[], returned: readonly string[]): Promise<void> =>
      alone(async () => {
        await db.signInFailure.deleteMany({ where: { subject: { in: [...forgiven] } } });
        for (const [subject, { count }] of await read(returned))
          await db.signInFailure.update({
            where: { subject },
            data: { count: Math.max(0, count - 1), untilAt: new Date(now()) },
          });
      }),
  };
}
export type BackOff = ReturnType<typeof backOff>;

const FREE = 4;
const LONGEST_WAIT = 900;
const MOST_COUNTED = 1_000;
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;
const MOST_SUBJECTS = 10_000;
const TRIM_EVERY = 100;

async function trim(db: Db, nowMs: number): Promise<void> {
  await db.signInFailure.deleteMany({ where: { lastAt: { lte: new Date(nowMs - FORGOTTEN_AFTER_MS) } } });
  const [oldest] = await db.signInFailure.findMany({ orderBy: { lastAt: "desc" }, skip: MOST_SUBJECTS, take: 1 });
  if (oldest) await db.signInFailure.deleteMany({ where: { lastAt: { lte: oldest.lastAt } } });
}
