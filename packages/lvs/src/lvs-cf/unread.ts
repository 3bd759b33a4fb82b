import { problemList } from "./problem.ts";
import { readConfig } from "./read-config.ts";
import { linesOf } from "./sections.ts";

/** What of a file does not get into a configuration. */
export type Unread = {
  /** Lines with a mistake, as they stand in the file: the first 1,000. */
  readonly lines: readonly { readonly line: number; readonly text: string }[];
  readonly comments: number;
};

/** What would be lost if the file were written anew. Only then are the comments. */
export function unreadOf(text: string): Unread {
  const problems = problemList(MOST);
  readConfig(text, problems);
  const lines = linesOf(text).map((line) => line.trim());
  const faulty = problems.sorted().filter(({ severity }) => severity === "error");
  const numbers = [...new Set(faulty.map(({ line }) => line))];
  return {
    lines: numbers.map((line) => ({ line, text: lines[line - 1] ?? "" })),
    comments: lines.filter((line) => line.startsWith("#")).length,
  };
}

const MOST = 1_000;
