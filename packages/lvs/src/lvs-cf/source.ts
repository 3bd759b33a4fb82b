import type { Statement } from "./block.ts";
import type { Source } from "./codec.ts";
import type { Directive } from "./directive.ts";
import { lexText, lexWords, type Say } from "./lex.ts";
import { shown, type ProblemList } from "./problem.ts";

/** Reads values of statements, one after the other, and knows which of them had errors. */
export type Reader = {
  /** The value, read and checked; undefined when there is none to be had, which is reported. */
  readonly read: (statement: Statement, directive: Directive) => unknown;
  /** The lines that were reported as errors: nothing more needs to be said about their fields. */
  readonly faulty: ReadonlySet<number>;
};

export function valueReader(problems: ProblemList): Reader {
  const faulty = new Set<number>();
  let statement: Statement = NOTHING;
  let directive: Directive | undefined;
  let said = 0;
  /** What plain words meant before; a large file has few different ones. */
  const known = new Map<Directive, Map<string, unknown>>();

  const say: Say = (severity, column, message) => {
    said++;
    if (severity === "error") faulty.add(statement.line);
    problems.add(statement.line, column, severity, message);
  };
  /** About the value, which the message names. */
  const judge = (severity: "error" | "warning", message: string) => {
    said++;
    if (severity === "error") faulty.add(statement.line);
    const { line, valueColumn } = statement;
    problems.add(line, valueColumn, severity, () => `${title(statement)}: ${message}`);
  };
  const missing = () => {
    const example = `${statement.key} = ${directive?.codec.example ?? ""}`;
    say("error", statement.column, `Write a value, such as ${example}, or remove the line.`);
  };
  const source: Source = {
    word() {
      if (statement.form === "plain") return statement.value;
      const [first, second] = source.words();
      if (second) say("error", second.column, "Only one value may stand here; remove what follows it.");
      return first?.text;
    },
    words() {
      if (statement.form === "plain") return [{ text: statement.value, column: statement.valueColumn, quoted: false }];
      const words = lexWords(statement.value, statement.valueColumn, say);
      if (words.length === 0) missing();
      return words;
    },
    text() {
      if (statement.form === "plain") return statement.value;
      const text = lexText(statement.value, statement.valueColumn, say);
      if (text === undefined) missing();
      return text;
    },
    warn: (message) => judge("warning", message),
    error: (message) => judge("error", message),
  };

  function readNew(next: Statement, of: Directive): unknown {
    statement = next;
    directive = of;
    if (next.value.length > LONGEST) {
      judge("error", "This is longer than any value may be; write a shorter one.");
      return undefined;
    }
    const raw = of.codec.read(source);
    if (raw === undefined) return undefined;
    const { success, data, error } = of.schema.safeParse(raw);
    if (success) return data;
    if (!faulty.has(next.line)) judge("error", `${error.issues[0]?.message ?? "Write another value"}.`);
    return undefined;
  }

  return {
    read(next, of) {
      if (next.form !== "plain") return readNew(next, of);
      if (of.codec.sure?.(next.value)) return next.value;
      let words = known.get(of);
      if (!words) known.set(of, (words = new Map<string, unknown>()));
      const before = words.get(next.value);
      if (before !== undefined) return before;
      const saidBefore = said;
      const value = readNew(next, of);
      if (said === saidBefore && words.size < REMEMBERED) words.set(next.value, value);
      return value;
    },
    faulty,
  };
}

/** `key = value`, as a message starts; without the comment behind it. */
function title({ key, value }: Statement): string {
  const quoted = value.startsWith('"') || value.startsWith("'");
  const text = quoted ? value : value.slice(0, 100).replace(/[ \t]#.*/, "");
  return `${shown(key)} = ${shown(text.trimEnd())}`.trimEnd();
}

/** Words remembered of each directive: enough for what repeats, too few for a million addresses to cost much. */
const REMEMBERED = 64;

/** Far beyond any value; what is longer is not even looked at, since regular expressions run out of stack on it. */
const LONGEST = 65_536;

const NOTHING: Statement = { key: "", line: 1, column: 1, valueColumn: 1, value: "", form: "plain" };
