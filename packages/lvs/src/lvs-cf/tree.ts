import { BLOCK_LEVELS, type Block, type BlockLevel, type Statement } from "./block.ts";
import { closingBrace, commentStart } from "./brace.ts";
import { directiveOf } from "./directives.ts";
import { readHeader, type Header } from "./header.ts";
import { COMMENT, skipBlanks, wordEnd } from "./lex.ts";
import { lineEnd, plainBlanks, readableText } from "./lines.ts";
import { nearest } from "./nearest.ts";
import { closeAll, closeBlock, openBlock, openBlocks, openUnknown, type OpenBlocks } from "./open-blocks.ts";
import { shown, type ProblemList } from "./problem.ts";
import { simpleClose, simpleHeader, simpleStatement } from "./simple-line.ts";

/**
 * Reads the blocks and `key = value` lines of a file, values untouched. Whatever is wrong with braces is reported, and put
 * right the way a person would, so that the rest is read as it was meant.
 *
 * @param onClose is told of every block but the file itself when it ends, of inner ones first.
 */
export function readTree(file: string, problems: ProblemList, onClose?: (block: Block) => void): Block {
  const text = readableText(file, problems);
  const reading: Reading = { open: openBlocks(problems, onClose), problems, line: "", number: 0, waiting: undefined };
  for (let start = 0, end = 0; end < text.length; start = end + 1) {
    end = lineEnd(text, start);
    reading.number++;
    if (reading.waiting || !readSimple(reading, text, start, end)) readParts(reading, text.slice(start, end));
  }
  giveUpWaiting(reading);
  closeAll(reading.open, Math.max(reading.number, 1), text.length - text.lastIndexOf("\n"));
  return reading.open.root;
}

/** Where the reader is. Passed along, since functions made anew for each file would be slow anew for each file. */
type Reading = {
  readonly open: OpenBlocks;
  readonly problems: ProblemList;
  line: string;
  /** Of the line, from 1. */
  number: number;
  /** A header whose `{` has not come yet. */
  waiting: { readonly line: number; readonly column: number; readonly header: string } | undefined;
};

function readSimple({ open, number }: Reading, text: string, start: number, end: number): boolean {
  const statement = simpleStatement(text, start, end, number);
  if (statement) {
    open.current?.statements.push(statement);
    return true;
  }
  const close = simpleClose(text, start, end);
  if (close > 0) {
    closeBlock(open, number, close);
    return true;
  }
  const header = simpleHeader(text, start, end);
  if (header) openBlock(open, header.level, header.name, number, header.column, header.nameColumn);
  return header !== undefined;
}

/** Reads a line with anything out of the ordinary, and what stands behind the braces in it. */
function readParts(reading: Reading, line: string): void {
  reading.line = plainBlanks(line, (column, code) => {
    say(reading, "warning", column, `This is not an ordinary blank (U+${code}); type a space.`);
  });
  let at: number | undefined = 0;
  for (let part = 0; at !== undefined; part++) {
    if (part === PARTS) {
      say(reading, "error", at + 1, "Start a new line here; the rest of this one is not read.");
      return;
    }
    at = readFrom(reading, at);
  }
}

/** Reads the line from position `at` on; returns where to go on when something stands behind a brace. */
function readFrom(reading: Reading, at: number): number | undefined {
  const { line, number, open, waiting } = reading;
  const start = skipBlanks(line, at);
  const first = line[start];
  if (first === undefined || first === "#") return undefined;
  if (waiting && first === "{") {
    reading.waiting = undefined;
    const message = () => `The original wants the { on the line of ${waiting.header}; write it there.`;
    say(reading, "warning", start + 1, message);
    return readBehindBrace(reading, start + 1);
  }
  giveUpWaiting(reading);
  if (first === "}") return readClose(reading, start);
  if (first === "{") {
    say(reading, "error", start + 1, "Write in front of the { what it opens, such as virtual NAME {.");
    openUnknown(open, number, "the {");
    return readBehindBrace(reading, start + 1);
  }
  const key = KEY.exec(line.slice(start, start + 256))?.[0] ?? "";
  const next = skipBlanks(line, start + key.length);
  const level = BLOCK_LEVELS.find((word) => word === key);
  const opens = level !== undefined && line[commentStart(line, next) - 1] === "{";
  if (line[next] === "=" && !opens) readStatement(reading, start, key, next);
  else return level ? readOpen(reading, level, start, start + key.length) : readOther(reading, start, key, next);
  return undefined;
}

function readStatement(reading: Reading, start: number, key: string, equals: number): void {
  const { line } = reading;
  if (key === "") say(reading, "error", start + 1, "Write the name of a directive in front of the =.");
  if (!isBlank(line, equals - 1) || !isBlank(line, equals + 1))
    say(reading, "warning", equals + 1, "The original wants a blank on both sides of the =; write them.");
  addStatement(reading, start, key, skipBlanks(line, equals + 1), "usual");
}

function addStatement(reading: Reading, start: number, key: string, valueStart: number, form: Statement["form"]): void {
  const { line, number, open } = reading;
  const whole = line.slice(valueStart);
  const brace = closingBrace(whole, directiveOf(open.current?.level ?? "global", key)?.codec.free ?? true);
  const value = brace === -1 ? whole : whole.slice(0, brace);
  open.current?.statements.push({ key, line: number, column: start + 1, valueColumn: valueStart + 1, value, form });
  if (brace === -1) return;
  say(reading, "error", valueStart + brace + 1, "Write the } on a line of its own.");
  closeBlock(open, number, valueStart + brace + 1);
}

function readOpen(reading: Reading, level: BlockLevel, start: number, at: number): number | undefined {
  const { line, number, open } = reading;
  const header = readHeader(line, at);
  reportFaults(reading, level, header, start);
  openBlock(open, level, header.name, number, start + 1, header.column);
  if (header.next !== undefined) return readBehindBrace(reading, header.next);
  reading.waiting = { line: number, column: start + 1, header: `${level} ${shown(header.name) || "NAME"}` };
  return undefined;
}

function reportFaults(reading: Reading, level: BlockLevel, { name, fault, column, next }: Header, start: number): void {
  if (name === "" && next !== undefined) say(reading, "error", start + 1, `Write a name: ${level} NAME {.`);
  else if (fault === "glued")
    say(reading, "warning", next ?? column, "The original wants a blank before the {; write one.");
  else if (fault === "unquoted")
    say(reading, "error", column, () => `Put quotes round the name: ${level} "${shown(name)}" {.`);
  else if (fault === "unclosedQuote")
    say(reading, "error", column, "The quote is not closed; write it again behind the name.");
}

function readBehindBrace(reading: Reading, at: number): number | undefined {
  const next = skipBlanks(reading.line, at);
  if (next === reading.line.length) return undefined;
  if (reading.line[next] !== "#") {
    say(reading, "error", next + 1, "Start a new line behind the {.");
    return next;
  }
  say(reading, "warning", next + 1, COMMENT);
  return undefined;
}

/** What follows a `}` and a blank is ignored, as in the original. */
function readClose(reading: Reading, start: number): number | undefined {
  closeBlock(reading.open, reading.number, start + 1);
  const next = skipBlanks(reading.line, start + 1);
  const rest = reading.line[next];
  if (rest === undefined || (rest === "#" && next > start + 1)) return undefined;
  const ignored = rest === "#" || next > start + 1;
  if (rest === "#") say(reading, "warning", next + 1, "The original wants a blank before the #; write one.");
  else if (ignored) say(reading, "warning", next + 1, "What follows a } on its line is ignored; start a new line.");
  else say(reading, "error", next + 1, "Start a new line behind the }.");
  return ignored ? undefined : next;
}

/** A line without `=` that opens no block we know: a block of another program, or a directive for the reader to judge. */
function readOther(reading: Reading, start: number, key: string, next: number): number | undefined {
  const { line, number, open } = reading;
  if (line[commentStart(line, start) - 1] !== "{") {
    addStatement(reading, start, key || line.slice(start, wordEnd(line, start)), next, "bare");
    return undefined;
  }
  const level = BLOCK_LEVELS.find((word) => word === nearest(key, BLOCK_LEVELS));
  if (level && open.current) {
    say(reading, "error", start + 1, () => `Write ${level}, not ${shown(key)}.`);
    return readOpen(reading, level, start, start + key.length);
  }
  const name = key || "the {";
  if (open.current)
    say(reading, "error", start + 1, () => `lvs.cf has no ${shown(name)} blocks; remove it up to its }.`);
  openUnknown(open, number, name);
  return undefined;
}

function giveUpWaiting(reading: Reading): void {
  const { problems, waiting } = reading;
  if (!waiting) return;
  problems.add(waiting.line, waiting.column, "error", `Write { at the end of the line: ${waiting.header} {.`);
  reading.waiting = undefined;
}

function say(
  { problems, number }: Reading,
  severity: "error" | "warning",
  column: number,
  message: string | (() => string),
): void {
  problems.add(number, column, severity, message);
}

const KEY = /^[^ \t={}#"']*/;

/** More than anybody writes on one line; each is looked at to the end of the line. */
const PARTS = 20;

const isBlank = (line: string, at: number) => at >= line.length || /[ \t]/.test(line.charAt(at));
