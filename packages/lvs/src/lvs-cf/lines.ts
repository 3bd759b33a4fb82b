import type { ProblemList } from "./problem.ts";

/**
 * A file with LF at the ends of its lines, whatever they were. Marks that an editor or a crash has left in it (byte order
 * mark, NUL, characters that are no UTF-8) are reported once.
 */
export function readableText(file: string, problems: ProblemList): string {
  if (file === "") problems.add(1, 1, "error", "The file is empty; write at least serial_no = 1.");
  const text = beforeNul(withoutMark(file, problems), problems);
  if (text.includes("\r") && text.includes("\n"))
    problems.add(
      lineAt(text, text.indexOf("\r")),
      1,
      "warning",
      "The original reads only part of a file whose lines end with CR LF; save it with LF alone.",
    );
  const lines = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
  reportLostCharacter(lines, problems);
  return lines;
}

/** Where the line that starts at `start` ends. */
export function lineEnd(text: string, start: number): number {
  const end = text.indexOf("\n", start);
  return end === -1 ? text.length : end;
}

/** `line` with ordinary blanks for the odd ones that word processors and web pages leave in front of values. */
export function plainBlanks(line: string, odd: (column: number, code: string) => void): string {
  if (!/[^\t -~]/.test(line)) return line;
  const quote = line.search(/["'#]/);
  const head = quote === -1 ? line : line.slice(0, quote);
  const at = head.search(ODD_BLANK);
  if (at === -1) return line;
  odd(at + 1, head.charCodeAt(at).toString(16).toUpperCase().padStart(4, "0"));
  return head.replace(ODD_BLANKS, (blanks) => " ".repeat(blanks.length)) + line.slice(head.length);
}

const ODD_BLANK = /[\v\f\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF]/;
const ODD_BLANKS = new RegExp(`(?:${ODD_BLANK.source})+`, "g");

function reportLostCharacter(text: string, problems: ProblemList): void {
  for (let at = text.indexOf("\uFFFD"); at !== -1; at = text.indexOf("\uFFFD", lineEnd(text, at))) {
    const start = text.lastIndexOf("\n", at) + 1;
    if (/^[ \t]*#/.test(text.slice(start, at))) continue;
    const message = "A character here is not UTF-8 and is lost; write it again and save the file as UTF-8.";
    problems.add(lineAt(text, at), at - start + 1, "warning", message);
    return;
  }
}

function withoutMark(text: string, problems: ProblemList): string {
  if (!text.startsWith("\uFEFF")) return text;
  problems.add(
    1,
    1,
    "warning",
    "The file starts with a byte order mark, which the original refuses; save it as UTF-8 without one.",
  );
  return text.slice(1);
}

/** A NUL ends the file for the original. Behind a crash it is padding; anywhere else the file is damaged. */
function beforeNul(text: string, problems: ProblemList): string {
  const nul = text.indexOf("\0");
  if (nul === -1) return text;
  const severity = /[^\0\s]/.test(text.slice(nul)) ? "error" : "warning";
  const column = nul - Math.max(text.lastIndexOf("\n", nul), text.lastIndexOf("\r", nul));
  problems.add(lineAt(text, nul), column, severity, "A NUL byte ends the file here; save it again as UTF-8 text.");
  return text.slice(0, nul);
}

const lineAt = (text: string, at: number) => text.slice(0, at).split(/\r\n|\r|\n/).length;
