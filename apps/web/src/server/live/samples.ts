import type { Db } from "../db/open.ts";
import type { Routers } from "../agent/routers.ts";
import { FIGURES } from "../../live/feed.ts";
import type { Live } from "./live.ts";

export type Span = "hour" | "day";

/** One step of a graph. Times are seconds since 1970; null where nothing was counted. */
export type Series = {
  readonly stepSeconds: number;
  readonly atSeconds: readonly number[];
  readonly connPerSecond: readonly (number | null)[];
  readonly inBytesPerSecond: readonly (number | null)[];
  readonly outBytesPerSecond: readonly (number | null)[];
  readonly active: readonly (number | null)[];
  readonly up: readonly (number | null)[];
  readonly servers: readonly (number | null)[];
};

export type Samples = {
  /** @param subject "" for the whole router, a service's id, or `service/server`. */
  readonly series: (router: string, subject: string, span: Span, nowMs: number) => Promise<Series>;
  readonly close: () => Promise<void>;
};

/** The hour in steps of ten seconds, the day in steps of two minutes; a little more is kept than is shown. */
const STEPS = {
  hour: { stepSeconds: 10, shownSeconds: 3_600, keptSeconds: 4_000 },
  day: { stepSeconds: 120, shownSeconds: 86_400, keptSeconds: 90_000 },
} as const;
/** More subjects than this are not sampled: services come first, then servers while there is room. */
const MOST_SUBJECTS = 2_500;

type Sum = { count: number; figures: number[]; up: number; servers: number };

/** Averages what the routers count into SQLite, thinned and bounded. A database that cannot be written costs the graph, nothing else. */
export function startSamples(
  db: Db,
  cluster: string,
  routers: Routers,
  live: Live,
  say: (words: string) => void,
): Samples {
  const sums = new Map<string, Map<string, Sum>>();
  let failing = false;
  let step = stepOf(Date.now());
  let writing: Promise<void> = Promise.resolve();

  const collect = () => {
    for (const { name, follower } of routers.all) {
      const figures = live.figures(name);
      if (follower.link().kind !== "live" || !figures) continue;
      const bySubject = sums.get(name) ?? new Map<string, Sum>();
      sums.set(name, bySubject);
      const rows = follower.services();
      let [allUp, all] = [0, 0];
      for (const id of follower.order()) {
        const servers = rows.get(id)?.servers ?? [];
        const up = servers.filter(({ verdict }) => verdict.kind === "up").length;
        add(bySubject, id, figures.services[id], up, servers.length);
        allUp += up;
        all += servers.length;
      }
      add(bySubject, "", figures.totals, allUp, all);
      if (bySubject.size + all > MOST_SUBJECTS) continue;
      for (const id of follower.order())
        for (const [index, server] of (rows.get(id)?.servers ?? []).entries()) {
          const flat = figures.servers.get(id)?.slice(index * FIGURES, (index + 1) * FIGURES);
          add(bySubject, `${id}/${server.name}`, flat, server.verdict.kind === "up" ? 1 : 0, 1);
        }
    }
    const now = stepOf(Date.now());
    if (now === step) return;
    const finished = step;
    step = now;
    writing = writing.then(() => write(finished)).then(recovered, failed);
  };

  const write = async (atSeconds: number) => {
    const { stepSeconds } = STEPS.hour;
    const data = [...sums].flatMap(([router, bySubject]) =>
      [...bySubject].map(([subject, sum]) => ({ cluster, router, subject, stepSeconds, atSeconds, ...averages(sum) })),
    );
    sums.clear();
    if (data.length > 0) await db.sample.createMany({ data });
    if (atSeconds % STEPS.day.stepSeconds === 0) await thin(db, atSeconds);
  };

  const failed = (error: unknown) => {
    if (!failing) say(`graphs are not recorded: ${error instanceof Error ? error.message : String(error)}`);
    failing = true;
  };
  const recovered = () => {
    if (failing) say("graphs are recorded again");
    failing = false;
  };

  const timer = setInterval(collect, 1_000);
  return {
    series: async (router, subject, span, nowMs) => {
      const { stepSeconds, shownSeconds } = STEPS[span];
      const from = Math.floor(nowMs / 1_000 / stepSeconds) * stepSeconds - shownSeconds;
      const where = { cluster, router, subject, stepSeconds, atSeconds: { gte: from } };
      const rows = await db.sample.findMany({ where, orderBy: { atSeconds: "asc" } });
      return seriesOf(rows, stepSeconds, from, shownSeconds / stepSeconds);
    },
    close: async () => {
      clearInterval(timer);
      await writing;
    },
  };
}

const stepOf = (nowMs: number) => Math.floor(nowMs / 1_000 / STEPS.hour.stepSeconds) * STEPS.hour.stepSeconds;

function add(
  sums: Map<string, Sum>,
  subject: string,
  figures: readonly number[] | undefined,
  up: number,
  servers: number,
) {
  if (!figures || figures.length < FIGURES || figures.some((value) => value < 0)) return;
  if (!sums.has(subject) && sums.size >= MOST_SUBJECTS) return;
  const sum = sums.get(subject) ?? { count: 0, figures: figures.map(() => 0), up: 0, servers: 0 };
  sum.count++;
  sum.figures = sum.figures.map((value, index) => value + (figures[index] ?? 0));
  sum.up = up;
  sum.servers = servers;
  sums.set(subject, sum);
}

function averages({ count, figures, up, servers }: Sum) {
  const [active = 0, inactive = 0, connPerSecond = 0, inBytesPerSecond = 0, outBytesPerSecond = 0] = figures.map(
    (value) => value / count,
  );
  return { active, inactive, connPerSecond, inBytesPerSecond, outBytesPerSecond, up, servers };
}

/** Two minutes of ten-second steps become one step; what is too old goes. */
async function thin(db: Db, atSeconds: number): Promise<void> {
  const { hour, day } = STEPS;
  const from = atSeconds - day.stepSeconds;
  await db.$executeRaw`
    INSERT OR REPLACE INTO Sample (cluster, router, subject, stepSeconds, atSeconds, connPerSecond, inBytesPerSecond,
      outBytesPerSecond, active, inactive, up, servers)
    SELECT cluster, router, subject, ${day.stepSeconds}, ${from}, AVG(connPerSecond), AVG(inBytesPerSecond),
      AVG(outBytesPerSecond), AVG(active), AVG(inactive), MIN(up), MAX(servers)
    FROM Sample WHERE stepSeconds = ${hour.stepSeconds} AND atSeconds >= ${from} AND atSeconds < ${atSeconds}
    GROUP BY cluster, router, subject`;
  for (const { stepSeconds, keptSeconds } of [hour, day])
    await db.sample.deleteMany({ where: { stepSeconds, atSeconds: { lt: atSeconds - keptSeconds } } });
}

type Row = { atSeconds: number } & ReturnType<typeof averages>;

/** A step for every moment, with null where nobody counted: a gap is a gap, not a line. */
function seriesOf(rows: readonly Row[], stepSeconds: number, from: number, steps: number): Series {
  const byTime = new Map(rows.map((row) => [row.atSeconds, row]));
  const atSeconds = Array.from({ length: steps }, (_, index) => from + index * stepSeconds);
  const pick = (field: keyof Row) => atSeconds.map((at) => byTime.get(at)?.[field] ?? null);
  return {
    stepSeconds,
    atSeconds,
    connPerSecond: pick("connPerSecond"),
    inBytesPerSecond: pick("inBytesPerSecond"),
    outBytesPerSecond: pick("outBytesPerSecond"),
    active: pick("active"),
    up: pick("up"),
    servers: pick("servers"),
  };
}
