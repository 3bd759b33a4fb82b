import type { Db } from "../db/open.ts";
import { changesBetween } from "./changes.ts";
import type { Change } from "./change.ts";
import { clashWords, type Clash } from "./clash.ts";
import { baseOf, NO_BASE, readStored, stored, type DraftDocument } from "./draft-document.ts";

export type Edited = { readonly author: string; readonly atMs: number };

/** A change from outside that touched what the draft changes too. The draft's value stays. */
export type Conflict = {
  readonly id: number;
  readonly atMs: number;
  readonly author: string;
  readonly part: string;
  readonly text: string;
};

/** What one change does to the draft. Everything of it is written in one transaction, or nothing. */
export type Commit = {
  readonly next: Partial<Pick<DraftDocument, "config" | "base" | "source">>;
  readonly author: string;
  /** Parts that are not what they were, for whoever reads their hashes; `all` is every part. */
  readonly touched: readonly string[];
  /** A person's change of the draft, to be told later. */
  readonly edit?: { readonly part: string; readonly text: string };
  readonly clashes?: readonly Clash[];
  /** Edits up to this version, and all conflicts, are settled: applied, discarded, or come true by themselves. */
  readonly settledUpTo?: number;
};

/** The draft in memory, and through to the database. Changes follow one another: see `inTurn`. */
export type DraftState = {
  readonly now: () => DraftDocument;
  /** What differs from the base. Remembered until the next change. */
  readonly changes: () => readonly Change[];
  readonly conflicts: () => readonly Conflict[];
  readonly lastEdit: () => Edited | null;
  /** Who changed a part last, as far as is known. */
  readonly touchedBy: (part: string) => Edited | null;
  /** Who changed anything last, the base included, as far as is known. */
  readonly lastTouch: () => Edited | null;
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  /** To be called in turn. */
  readonly commit: (change: Commit) => Promise<void>;
  readonly settle: (conflictId: number) => Promise<boolean>;
  /** What came with a text was the doing of this person. */
  readonly attribute: (sha256: string, author: string) => Promise<void>;
  readonly onChange: (listener: () => void) => () => void;
};

type Remembered = { readonly sha256: string; readonly clash: Clash };

/** Reads what is in the database, or begins with nothing. */
export async function draftState(db: Db, cluster: string): Promise<DraftState> {
  let document = await load(db, cluster);
  let edits = await db.draftEdit.findMany({ where: { cluster }, orderBy: { id: "asc" } });
  let conflicts: Conflict[] = (await db.draftConflict.findMany({ where: { cluster }, orderBy: { id: "asc" } })).map(
    ({ id, at, author, part, text }) => ({ id, atMs: at.getTime(), author, part, text }),
  );
  const touched = new Map(edits.map(({ part, author, at }) => [part, { author, atMs: at.getTime() }]));
  const clashes = new Map<number, Remembered>();
  const listeners = new Set<() => void>();
  let changes: readonly Change[] | undefined;
  let moved: { readonly sha256: string; readonly atMs: number } | undefined;
  let lastTouch: Edited | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  const tell = () => listeners.forEach((listener) => listener());

  const commit = async ({ next, author, touched: parts, edit, clashes: fresh = [], settledUpTo }: Commit) => {
    const at = new Date();
    const after = { ...document, ...next, version: document.version + 1 };
    const written = await db.$transaction(async (tx) => {
      const base = next.base && { baseText: next.base.text, baseSha256: next.base.sha256 };
      await tx.draft.update({ where: { cluster }, data: { version: after.version, document: stored(after), ...base } });
      if (settledUpTo !== undefined) {
        await tx.draftEdit.deleteMany({ where: { cluster, version: { lte: settledUpTo } } });
        await tx.draftConflict.deleteMany({ where: { cluster } });
      }
      const data = { cluster, at, author };
      const told =
        edit && (await tx.draftEdit.create({ data: { ...data, version: after.version, ...shortened(edit) } }));
      const rows: { id: number; clash: Clash }[] = [];
      for (const clash of fresh) {
        const text = clashWords(clash, author, at.getTime());
        rows.push({ id: (await tx.draftConflict.create({ data: { ...data, part: clash.part, text } })).id, clash });
      }
      return { told, rows };
    });
    document = after;
    changes = undefined;
    if (settledUpTo !== undefined) {
      edits = edits.filter(({ version }) => version > settledUpTo);
      conflicts = [];
    }
    if (written.told) edits.push(written.told);
    for (const { id, clash } of written.rows) {
      const text = clashWords(clash, author, at.getTime());
      conflicts = [...conflicts, { id, atMs: at.getTime(), author, part: clash.part, text }];
      clashes.set(id, { sha256: after.base.sha256, clash });
    }
    for (const part of parts) touched.set(part, { author, atMs: at.getTime() });
    lastTouch = { author, atMs: at.getTime() };
    if (next.base) moved = { sha256: next.base.sha256, atMs: at.getTime() };
    tell();
  };

  return {
    now: () => document,
    changes: () => (changes ??= changesBetween(document.base.config, document.config)),
    conflicts: () => conflicts,
    lastEdit: () => {
      const last = edits.at(-1);
      return last ? { author: last.author, atMs: last.at.getTime() } : null;
    },
    touchedBy: (part) => newer(touched.get(part), touched.get("all")),
    lastTouch: () => lastTouch,
    inTurn: (work) => {
      const result = turn.then(work);
      turn = result.catch(() => undefined);
      return result;
    },
    commit,
    settle: async (conflictId) => {
      const { count } = await db.draftConflict.deleteMany({ where: { cluster, id: conflictId } });
      conflicts = conflicts.filter(({ id }) => id !== conflictId);
      tell();
      return count > 0;
    },
    attribute: async (sha256, author) => {
      for (const [part, { atMs }] of touched)
        if (moved?.sha256 === sha256 && moved.atMs === atMs) touched.set(part, { author, atMs });
      if (moved?.sha256 === sha256 && moved.atMs === lastTouch?.atMs) lastTouch = { author, atMs: moved.atMs };
      const theirs = conflicts.filter(({ id }) => clashes.get(id)?.sha256 === sha256);
      for (const conflict of theirs) {
        const clash = clashes.get(conflict.id)?.clash;
        const renamed = { ...conflict, author, text: clash ? clashWords(clash, author, conflict.atMs) : conflict.text };
        await db.draftConflict.update({ where: { id: conflict.id }, data: { author, text: renamed.text } });
        conflicts = conflicts.map((one) => (one.id === conflict.id ? renamed : one));
      }
      if (theirs.length > 0) tell();
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const shortened = ({ part, text }: { readonly part: string; readonly text: string }) => ({
  part,
  text: text.slice(0, 500),
});

const newer = (a: Edited | undefined, b: Edited | undefined): Edited | null =>
  (a && b ? (a.atMs >= b.atMs ? a : b) : (a ?? b)) ?? null;

async function load(db: Db, cluster: string): Promise<DraftDocument> {
  const row = await db.draft.findUnique({ where: { cluster } });
  if (!row) {
    const empty: DraftDocument = { version: 0, config: NO_BASE.config, base: NO_BASE, source: null };
    await db.draft.create({ data: { cluster, version: 0, baseText: "", baseSha256: "", document: stored(empty) } });
    return empty;
  }
  const base = row.baseSha256 === "" ? NO_BASE : baseOf(row.baseText);
  const { config, source } = readStored(row.document) ?? { config: base.config, source: null };
  return { version: row.version, base, config, source };
}
