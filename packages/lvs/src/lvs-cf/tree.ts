import { BLOCK_LEVELS, type Block, type BlockLevel, type Statement } from "./block.ts";
import { closingBrace, commentStart } from "./brace.ts";
import { directiveOf } from "./directives.ts";
import { readHeader, type Header } from "./header.ts";
import { COMMENT, skipBlanks, wordEnd } from "./lex.ts";
import { lineEnd, plainBlanks, readableText } from "./lines.ts";
import { nearest } from "./nearest.ts";
import { openBlocks } from "./open-blocks.ts";
import { shown, type ProblemList } from "./problem.ts";
import { simpleClose, simpleHeader, simpleStatement } from "./simple-line.ts";

/**
 * Reads the blocks and `key = value` lines of a file, values untouched. Whatever is wrong with braces is reported and put
 * right the way a person would, so that the rest is read as it was meant.
 */
export function readTree(file: string, problems: ProblemList): Block {
  const text = readableText(file, problems);
  const open = openBlocks(problems);
  /** A header whose `{` has not come yet. */
  let waiting: { readonly line: number; readonly column: number; readonly header: string } | undefined;
  let number = 0;
  let line = "";

  for (let start = 0, end = 0; end < text.length; start = end + 1) {
    end = lineEnd(text, start);
    number++;
    if (!waiting && readSimple(start, end)) continue;
    line = plainBlanks(text.slice(start, end), (column, code) =>
      say("warning", column, `This is not an ordinary blank (U+${code}); type a space.`),
    );
    let at: number | undefined = 0;
    for (let part = 0; at !== undefined; part++) {
      if (part === PARTS) {
        say("error", at + 1, "Start a new line here; the rest of this one is not read.");
        break;
      }
      at = readFrom(at);
    }
  }
  giveUpWaiting();
  open.end(Math.max(number, 1), text.length - text.lastIndexOf("\n"));
  return open.root;

  function readSimple(start: number, end: number): boolean {
    const statement = simpleStatement(text, start, end, number);
    if (statement) {
      open.current()?.statements.push(statement);
      return true;
    }
    const close = simpleClose(text, start, end);
    if (close > 0) {
      open.close(number, close);
      return true;
    }
    const header = simpleHeader(text, start, end);
    if (header) open.open(header.level, header.name, number, header.column, header.nameColumn);
    return header !== undefined;
  }

  function say(severity: "error" | "warning", column: number, message: string | (() => string)): void {
    problems.add(number, column, severity, message);
  }

  /** Reads the line from position `at` on; returns where to go on when something stands behind a brace. */
  function readFrom(at: number): number | undefined {
    const start = skipBlanks(line, at);
    const first = line[start];
    if (first === undefined || first === "#") return undefined;
    if (waiting && first === "{") {
      const { header } = waiting;
      waiting = undefined;
      say("warning", start + 1, () => `The original wants the { on the line of ${header}; write it there.`);
      return readBehindBrace(start + 1);
    }
    giveUpWaiting();
    if (first === "}") return readClose(start);
    if (first === "{") {
      say("error", start + 1, "Write in front of the { what it opens, such as virtual NAME {.");
      open.openUnknown(number, "the {");
      return readBehindBrace(start + 1);
    }
    const key = KEY.exec(line.slice(start, start + 256))?.[0] ?? "";
    const next = skipBlanks(line, start + key.length);
    const level = BLOCK_LEVELS.find((word) => word === key);
    const opens = level !== undefined && line[commentStart(line, next) - 1] === "{";
    if (line[next] === "=" && !opens) readStatement(start, key, next);
    else return level ? openBlock(level, start, start + key.length) : readOther(start, key, next);
    return undefined;
  }

  function readStatement(start: number, key: string, equals: number): void {
    if (key === "") say("error", start + 1, "Write the name of a directive in front of the =.");
    const tight = !isBlank(line, equals - 1) || !isBlank(line, equals + 1);
    if (tight) say("warning", equals + 1, "The original wants a blank on both sides of the =; write them.");
    addStatement(start, key, skipBlanks(line, equals + 1), "usual");
  }

  function addStatement(start: number, key: string, valueStart: number, form: Statement["form"]): void {
    const whole = line.slice(valueStart);
    const brace = closingBrace(whole, directiveOf(open.current()?.level ?? "global", key)?.codec.free ?? true);
    const value = brace === -1 ? whole : whole.slice(0, brace);
    const place = { line: number, column: start + 1, valueColumn: valueStart + 1 };
    open.current()?.statements.push({ key, ...place, value, form });
    if (brace !== -1) {
      say("error", valueStart + brace + 1, "Write the } on a line of its own.");
      open.close(number, valueStart + brace + 1);
    }
  }

  function openBlock(level: BlockLevel, start: number, at: number): number | undefined {
    const header = readHeader(line, at);
    faults(level, header, start);
    open.open(level, header.name, number, start + 1, header.column);
    if (header.next !== undefined) return readBehindBrace(header.next);
    waiting = { line: number, column: start + 1, header: `${level} ${shown(header.name) || "NAME"}` };
    return undefined;
  }

  function faults(level: BlockLevel, { name, fault, column, next }: Header, start: number): void {
    if (name === "" && next !== undefined) say("error", start + 1, `Write a name: ${level} NAME {.`);
    else if (fault === "glued") say("warning", next ?? column, "The original wants a blank before the {; write one.");
    else if (fault === "unquoted")
      say("error", column, () => `Put quotes round the name: ${level} "${shown(name)}" {.`);
    else if (fault === "unclosedQuote")
      say("error", column, "The quote is not closed; write it again behind the name.");
  }

  function readBehindBrace(at: number): number | undefined {
    const next = skipBlanks(line, at);
    if (line[next] === undefined) return undefined;
    if (line[next] !== "#") {
      say("error", next + 1, "Start a new line behind the {.");
      return next;
    }
    say("warning", next + 1, COMMENT);
    return undefined;
  }

  /** What follows a `}` and a blank is ignored, as in the original. */
  function readClose(start: number): number | undefined {
    open.close(number, start + 1);
    const next = skipBlanks(line, start + 1);
    const rest = line[next];
    if (rest === undefined || (rest === "#" && next > start + 1)) return undefined;
    const ignored = rest === "#" || next > start + 1;
    if (rest === "#") say("warning", next + 1, "The original wants a blank before the #; write one.");
    else if (ignored) say("warning", next + 1, "What follows a } on its line is ignored; start a new line.");
    else say("error", next + 1, "Start a new line behind the }.");
    return ignored ? undefined : next;
  }

  /** A line without `=` that opens no block we know: a block of another program, or a directive for the reader to judge. */
  function readOther(start: number, key: string, next: number): number | undefined {
    const end = commentStart(line, start);
    if (line[end - 1] !== "{") {
      addStatement(start, key || line.slice(start, wordEnd(line, start)), next, "bare");
      return undefined;
    }
    const level = BLOCK_LEVELS.find((word) => word === nearest(key, BLOCK_LEVELS));
    if (level && open.current()) {
      say("error", start + 1, () => `Write ${level}, not ${shown(key)}.`);
      return openBlock(level, start, start + key.length);
    }
    const name = key || "the {";
    if (open.current()) say("error", start + 1, () => `lvs.cf has no ${shown(name)} blocks; remove it up to its }.`);
    open.openUnknown(number, name);
    return undefined;
  }

  function giveUpWaiting(): void {
    if (waiting)
      problems.add(waiting.line, waiting.column, "error", `Write { at the end of the line: ${waiting.header} {.`);
    waiting = undefined;
  }
}

const KEY = /^[^ \t={}#"']*/;

/** More than anybody writes on one line; each is looked at to the end of the line. */
const PARTS = 20;

const isBlank = (line: string, at: number) => at >= line.length || /[ \t]/.test(line.charAt(at));
