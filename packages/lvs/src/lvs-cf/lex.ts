/** One word of a line: plain, or the inside of a quoted one. */
export type Word = { readonly text: string; readonly column: number; readonly quoted: boolean };

/** Says something about a column of the line that is being read. */
export type Say = (severity: "error" | "warning", column: number, message: string) => void;

/**
 * The words after `=`, for every directive whose value is not a text. A `#` after a blank starts a comment, which the
 * original refuses here, so it is mentioned.
 *
 * @param column of the first character of `raw`.
 */
export function lexWords(raw: string, column: number, say: Say): Word[] {
  const words: Word[] = [];
  let at = skipBlanks(raw, 0);
  while (at < raw.length) {
    const first = raw[at];
    if (first === "#") {
      say("warning", column + at, COMMENT);
      break;
    }
    let end: number;
    if (first === '"' || first === "'") {
      const close = closingQuote(raw, at);
      end = close === -1 ? raw.length : close + 1;
      if (close === -1) say("error", column + at, `The quote is not closed; write ${first} at the end of the value.`);
      words.push({ text: raw.slice(at + 1, close === -1 ? end : close), column: column + at, quoted: true });
      if (close !== -1 && words.length === 1 && end < raw.length && raw.slice(end).trim() === "")
        say("warning", column + end, TRAILING_BLANK);
    } else {
      end = wordEnd(raw, at);
      words.push({ text: raw.slice(at, end), column: column + at, quoted: false });
    }
    at = skipBlanks(raw, end);
  }
  return words;
}

/**
 * A text after `=`, without its quotes; undefined when there is none. The original's rule comes first: a quote runs to the
 * next same quote after the first blank. Where that does not end with the line, the text ends at the first same quote that
 * a backslash does not escape and that a blank, a comment or the end follows.
 */
export function lexText(raw: string, column: number, say: Say): string | undefined {
  const start = skipBlanks(raw, 0);
  const quote = raw[start];
  if (quote === undefined) return undefined;
  if (quote !== '"' && quote !== "'") return bareText(raw, start, column, say);
  const original = originalQuote(raw, start);
  if (original !== -1) {
    const text = raw.slice(start + 1, Math.max(original, start + 1));
    if (original === start)
      say("warning", column + start, `A single quote is read as an empty text; write ${quote}${quote}.`);
    else if (hidesComment(text, quote))
      say(
        "warning",
        column + start,
        "The text runs to the last quote, as in the original; put the comment on a line of its own.",
      );
    return text;
  }
  const close = closingQuote(raw, start);
  if (close === -1) {
    say("error", column + start, `The quote is not closed; write ${quote} at the end of the text.`);
    return raw.slice(start + 1).trimEnd();
  }
  const text = raw.slice(start + 1, close);
  const next = skipBlanks(raw, close + 1);
  if (raw[next] === "#") say("warning", column + next, COMMENT);
  else if (next < raw.length)
    say("error", column + next, "Something follows the closing quote; put the whole text between one pair of quotes.");
  else if (next > close + 1) say("warning", column + close + 1, TRAILING_BLANK);
  else
    say(
      "warning",
      column + start,
      `The original ends the text at the quote inside it; write \\x${quote === '"' ? "22" : "27"} for that quote.`,
    );
  return text;
}

/** Where a value ends in what stands behind the `=`, whatever follows it: blanks, a comment. */
export function valueEnd(raw: string, isText: boolean): number {
  const start = skipBlanks(raw, 0);
  const quoted = raw[start] === '"' || raw[start] === "'";
  if (isText && quoted) {
    const original = originalQuote(raw, start);
    const close = original === -1 ? closingQuote(raw, start) : original;
    return close === -1 ? raw.length : close + 1;
  }
  let end = start;
  for (let at = start; at < raw.length && (raw[at] !== "#" || (isText && at === start));) {
    const close = raw[at] === '"' || raw[at] === "'" ? closingQuote(raw, at) : -1;
    end = close === -1 ? wordEnd(raw, at) : close + 1;
    at = skipBlanks(raw, end);
  }
  return end;
}

/** The first position from `at` on that holds neither a space nor a tab. */
export function skipBlanks(text: string, at: number): number {
  let next = at;
  while (next < text.length && isBlank(text.charCodeAt(next))) next++;
  return next;
}

/** Where the word that starts at `at` ends: the next space or tab, or the end. */
export function wordEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && !isBlank(text.charCodeAt(end))) end++;
  return end;
}

/** The first same quote that no backslash escapes and that a blank, a `#`, a `{` or the end follows; -1 when there is none. */
export function closingQuote(raw: string, start: number): number {
  const quote = raw.charCodeAt(start);
  for (let at = start + 1; at < raw.length; at++) {
    const code = raw.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === quote && (at + 1 === raw.length || /[ \t#{]/.test(raw.charAt(at + 1)))) return at;
  }
  return -1;
}

export const COMMENT = "The original refuses a comment after a value; put it on a line of its own.";
const TRAILING_BLANK = "The original refuses a blank after the closing quote; remove it.";
const BACKSLASH = 92;

const isBlank = (code: number) => code === 32 || code === 9;

/** Where the original closes the quote at `start`, if the line ends there; the lone quote closes itself. -1 if not. */
export function originalQuote(raw: string, start: number): number {
  const quote = raw.charAt(start);
  const blank = wordEnd(raw, start);
  if (blank === raw.length) return raw.endsWith(quote) ? raw.length - 1 : -1;
  const close = raw.indexOf(quote, blank);
  return close !== -1 && skipBlanks(raw, close + 1) === raw.length ? close : -1;
}

/** `"HTTP" # say "yes"` by the original's rule: legal, and surely not what was meant. */
const hidesComment = (text: string, quote: string) => new RegExp(`${quote}[ \\t]+#`).test(text);

function bareText(raw: string, start: number, column: number, say: Say): string | undefined {
  const comment = raw.slice(start).search(raw[start] === "#" ? /^#.*[ \t]/ : /[ \t]#/);
  const end = comment === -1 ? raw.length : start + comment;
  const text = raw.slice(start, end).trimEnd();
  if (comment !== -1) say("warning", column + skipBlanks(raw, end), COMMENT);
  if (text === "") return undefined;
  if (text.startsWith("#")) say("warning", column + start, `${text} is read as the text; put quotes round it.`);
  else if (/[ \t]/.test(text)) say("error", column + start, "Put quotes round a text that contains blanks.");
  return text;
}
