/** Why the console's database cannot be used, in words for the operator: what happened, and what to do next. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
  readonly kind: MigrationTrouble;
  readonly file: string;
  constructor(kind: MigrationTrouble, file: string, detail: string, options?: ErrorOptions) {
    super(`${file}: ${WORDS[kind](detail)}`, options);
    this.kind = kind;
    this.file = file;
  }
}

export type MigrationTrouble =
  "edited" | "failedBefore" | "failed" | "newer" | "full" | "locked" | "notADatabase" | "notOurs" | "notWritable";

/** Names the trouble by SQLite's own code; null for what is no trouble of the file. */
export function troubleOf(error: unknown): MigrationTrouble | null {
  if (!(error instanceof Error)) return null;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (/^(SQLITE_FULL|ENOSPC|EDQUOT)/.test(code)) return "full";
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return "locked";
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) return "notADatabase";
  if (/^(SQLITE_(READONLY|CANTOPEN|PERM|AUTH)|EACCES|EPERM|EROFS|ENOTDIR|EISDIR|EEXIST)/.test(code))
    return "notWritable";
  return error.cause === undefined ? null : troubleOf(error.cause);
}

const WORDS: Readonly<Record<MigrationTrouble, (detail: string) => string>> = {
  edited: (name) =>
    `the migration ${name} was changed after this database was made with it. Install an unchanged version of the console`,
  failedBefore: (name) =>
    `the migration ${name} was begun by prisma and did not end. Look at the database, then say what is true with: npx prisma migrate resolve`,
  failed: (detail) =>
    `an update of the database failed and was taken back: ${detail}. The version before this one still works with it`,
  newer: (name) =>
    `this database was made by a newer version of the console (it has ${name}). Install that version, or use another data directory`,
  full: () => "the disk is full; nothing was changed. Make room and start again",
  locked: () =>
    "another program has held the database for five seconds. Is a second console, a backup or sqlite3 running? End it and start again",
  notADatabase: () =>
    "this is not a database, or it is damaged. Put the copy of your last backup in its place, or move it away to start with an empty one",
  notOurs: () => "this database belongs to another program. Use another data directory",
  notWritable: (detail) =>
    `cannot be opened or written (${detail}). It must belong to the user the console runs as, on a file system that can be written`,
};
