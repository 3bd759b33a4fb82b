import { DomainError } from "../domain-error.ts";
import type { Db } from "../db/open.ts";
import type { RouterResult } from "./apply.ts";

export type RevisionKind = "apply" | "click" | "import" | "restore" | "outside";

/** One text that ran, without the text. */
export type RevisionEntry = {
  readonly id: number;
  readonly atMs: number;
  readonly kind: RevisionKind;
  /** A person, or the router that was changed by somebody else. */
  readonly author: string;
  readonly note: string;
  readonly serialNo: number;
  readonly sha256: string;
  /** Of an apply: what each router answered. */
  readonly results: readonly RouterResult[];
};

export type NewRevision = Omit<RevisionEntry, "id" | "atMs"> & { readonly text: string };

/** Every text that ran: the newest {@link KEPT}. */
export function revisionLog(db: Db, cluster: string) {
  return {
    /** @returns its id. A text that the newest revision has already is not written down twice. */
    add: async (revision: NewRevision): Promise<number> => {
      const newest = await db.revision.findFirst({
        where: { cluster },
        orderBy: { id: "desc" },
        select: { id: true, sha256: true },
      });
      if (newest?.sha256 === revision.sha256 && revision.results.length === 0) return newest.id;
      const { results, ...data } = revision;
      const { id } = await db.revision.create({ data: { cluster, ...data, results: JSON.stringify(results) } });
      const oldest = await db.revision.findFirst({
        where: { cluster },
        orderBy: { id: "desc" },
        skip: KEPT,
        select: { id: true },
      });
      if (oldest) await db.revision.deleteMany({ where: { cluster, id: { lte: oldest.id } } });
      return id;
    },
    /** Whether a text ran before another one did, and not since. */
    isOlder: async (sha256: string, than: string): Promise<boolean> => {
      const idOf = async (hash: string) =>
        (await db.revision.aggregate({ where: { cluster, sha256: hash }, _max: { id: true } }))._max.id;
      const [older, newer] = [await idOf(sha256), await idOf(than)];
      return older !== null && newer !== null && older < newer;
    },
    /** What was taken for a stranger's change was somebody's click. */
    rename: async (sha256: string, author: string, note: string) => {
      await db.revision.updateMany({
        where: { cluster, sha256, kind: "outside" },
        data: { kind: "click", author, note },
      });
    },
    highestSerialNo: async () =>
      (await db.revision.aggregate({ where: { cluster }, _max: { serialNo: true } }))._max.serialNo ?? 0,
    lastApplied: async (): Promise<RevisionEntry | null> => {
      const row = await db.revision.findFirst({
        where: { cluster, kind: { in: ["apply", "import", "restore"] } },
        orderBy: { id: "desc" },
        omit: { text: true },
      });
      return row && entryOf(row);
    },
    list: async (before?: number) => {
      const rows = await db.revision.findMany({
        where: { cluster, ...(before !== undefined && { id: { lt: before } }) },
        orderBy: { id: "desc" },
        take: PAGE + 1,
        omit: { text: true },
      });
      const entries = rows.slice(0, PAGE).map(entryOf);
      return { entries, next: rows.length > PAGE ? (entries.at(-1)?.id ?? null) : null };
    },
    get: async (id: number): Promise<RevisionEntry & { readonly text: string }> => {
      const row = await db.revision.findFirst({ where: { cluster, id } });
      if (!row)
        throw new DomainError("NOT_FOUND", "This revision is no longer kept. Choose another one from the history");
      return { ...entryOf(row), text: row.text };
    },
  };
}
export type RevisionLog = ReturnType<typeof revisionLog>;

type Row = Omit<NewRevision, "kind" | "text" | "results"> & {
  readonly id: number;
  readonly at: Date;
  readonly kind: string;
  readonly results: string;
};

/** The row was written by {@link revisionLog}, so kind and results are what it wrote. */
const entryOf = ({ id, at, kind, author, note, serialNo, sha256, results }: Row): RevisionEntry => ({
  id,
  atMs: at.getTime(),
  kind: kind as RevisionKind,
  author,
  note,
  serialNo,
  sha256,
  results: JSON.parse(results) as RouterResult[],
});

const KEPT = 1_000;
const PAGE = 50;
