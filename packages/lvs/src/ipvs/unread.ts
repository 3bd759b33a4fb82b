/**
 * A line of a program's output that a parser does not know, with why. Reported instead of guessed at: a foreign dialect or
 * a newer ipvsadm must become neither wrong numbers nor an exception that takes the other lines along.
 */
export type UnreadLine = { readonly line: number; readonly text: string; readonly problem: string };

/** Hands every line that is not blank to `read`, without blanks at its end, and collects those it calls {@link Unreadable}. */
export function readLines(text: string, read: (line: string, number: number) => void): UnreadLine[] {
  const unread: UnreadLine[] = [];
  for (const [index, untrimmed] of text.split("\n").entries()) {
    const line = untrimmed.trimEnd();
    if (line === "") continue;
    try {
      read(line, index + 1);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      unread.push({ line: index + 1, text: line, problem: error.message });
    }
  }
  return unread;
}

/** Why a line cannot be read. Never leaves {@link readLines}. */
export class Unreadable extends Error {
  override readonly name = "Unreadable";
}

/** `value`, or {@link Unreadable} where there is none. */
export function readable<T>(value: T | undefined, problem: string): T {
  if (value === undefined) throw new Unreadable(problem);
  return value;
}
