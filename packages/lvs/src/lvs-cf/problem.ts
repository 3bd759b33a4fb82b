/** Something in an lvs.cf, at a 1-based line and column. A file with errors is never installed; warnings are shown. */
export type Problem = {
  readonly line: number;
  readonly column: number;
  readonly severity: "error" | "warning";
  readonly message: string;
  /** The file ends inside a block: forgotten, or the file was cut off. */
  readonly endsInside?: true;
};

/** Collects problems. Messages may be functions, so that a file of nothing but mistakes costs no more than a good one. */
export type ProblemList = {
  add(
    line: number,
    column: number,
    severity: Problem["severity"],
    message: string | (() => string),
    mark?: Pick<Problem, "endsInside">,
  ): void;
  /** All of them in the order of the file; past the limit, one that says how many more there are. */
  sorted(): Problem[];
};

/** Nobody reads more than this, and a megabyte of garbage has a problem on every line. */
const LIMIT = 10_000;

export function problemList(limit = LIMIT): ProblemList {
  const found: Problem[] = [];
  let more = 0;
  let firstLeftOut = 1;
  let severity: Problem["severity"] = "warning";
  return {
    add(line, column, kind, message, mark) {
      if (found.length < limit) {
        const text = typeof message === "string" ? message : message();
        found.push({ line, column, severity: kind, message: text, ...mark });
        return;
      }
      if (more === 0) firstLeftOut = line;
      if (kind === "error") severity = "error";
      more++;
    },
    sorted() {
      const sorted = found.sort((a, b) => a.line - b.line || a.column - b.column);
      if (more === 0) return sorted;
      const message = `${String(more)} more problems are not listed; mend these first.`;
      return [...sorted, { line: firstLeftOut, column: 1, severity, message }];
    },
  };
}

/** A value as a message quotes it: never longer than a line, never with characters that cannot be seen. */
export function shown(text: string): string {
  const short = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return short.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "?");
}
