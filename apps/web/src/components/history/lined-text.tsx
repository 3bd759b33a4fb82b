"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { cn } from "../ui/cn";

export type LineMark = "error" | "warning";
/** A place to show; another object of the same place shows it again. */
export type GoTo = { readonly line: number; readonly column: number };

type Props = {
  readonly text: string;
  /** What it is, for screen readers. */
  readonly label: string;
  /** Makes it a text to edit. */
  readonly onChange?: (text: string) => void;
  readonly marks?: ReadonlyMap<number, LineMark>;
  readonly goTo?: GoTo | null;
  /** Lines in sight at most, and at least. */
  readonly most?: number;
  readonly least?: number;
  readonly placeholder?: string;
  readonly describedBy?: string;
};

/** Pixels; the gutter and the text keep step by it. */
const LINE = 20;
const PADDING = 8;
const TEXT = "font-mono text-[12px] leading-[20px]";

/** A text with the numbers of its lines, to read or to edit. Only the numbers in sight are drawn, so it may have any length. */
export function LinedText(props: Props) {
  const { text, label, onChange, marks, goTo, most = 32, least = 1, placeholder, describedBy } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const [scrolled, setScrolled] = useState(0);
  const toEdit = onChange !== undefined;
  const lines = useMemo(() => countLines(text, toEdit), [text, toEdit]);
  const rows = Math.min(Math.max(lines, least), most);
  const height = rows * LINE + 2 * PADDING;
  useEffect(() => {
    const element = area.current;
    if (!element || !goTo) return;
    const start = lineStart(element.value, goTo.line);
    const end = element.value.indexOf("\n", start);
    element.focus({ preventScroll: true });
    element.setSelectionRange(start, end === -1 ? element.value.length : end);
    element.scrollTop = Math.max(0, (goTo.line - 4) * LINE);
    element.scrollLeft = 0;
    element.scrollIntoView({ block: "nearest" });
  }, [goTo]);
  return (
    <div
      className="flex min-w-0 overflow-hidden rounded-md border border-line-strong bg-surface focus-within:outline-2 focus-within:outline-focus"
      style={{ height: height + 16 }}
    >
      <Gutter first={Math.floor(scrolled / LINE)} shift={scrolled % LINE} rows={rows + 2} lines={lines} marks={marks} />
      <textarea
        ref={area}
        aria-label={label}
        aria-describedby={describedBy}
        value={text}
        readOnly={!toEdit}
        onChange={onChange && (({ target }) => onChange(target.value))}
        onScroll={({ currentTarget }) => setScrolled(currentTarget.scrollTop)}
        wrap="off"
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        placeholder={placeholder}
        className={cn(
          TEXT,
          "min-w-0 flex-1 resize-none overflow-auto bg-transparent px-2 py-2 whitespace-pre outline-none",
        )}
      />
    </div>
  );
}

type GutterProps = {
  readonly first: number;
  readonly shift: number;
  readonly rows: number;
  readonly lines: number;
  readonly marks: ReadonlyMap<number, LineMark> | undefined;
};

const MARK = { error: "bg-down-soft font-bold text-down", warning: "bg-warn-soft font-bold text-warn" } as const;
const SIGN = { error: "✕", warning: "!" } as const;

function Gutter({ first, shift, rows, lines, marks }: GutterProps) {
  const numbers = Array.from({ length: Math.max(0, Math.min(rows, lines - first)) }, (_, at) => first + at + 1);
  return (
    <div
      aria-hidden
      className={cn(TEXT, "shrink-0 overflow-hidden border-r bg-sunken py-2 text-right text-faint select-none")}
      style={{ width: `${String(Math.max(2, String(lines).length) + 4)}ch` }}
    >
      <div style={{ transform: `translateY(${String(-shift)}px)` }}>
        {numbers.map((line) => {
          const mark = marks?.get(line);
          return (
            <div key={line} className={cn("h-[20px] pr-2", mark && MARK[mark])}>
              {mark && <span className="float-left pl-1">{SIGN[mark]}</span>}
              {line}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The empty line behind the last line end is one to write in, and none to read. */
function countLines(text: string, toEdit: boolean): number {
  let count = !toEdit && text.endsWith("\n") ? 0 : 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

/** Where a line begins; the last one where there are fewer. */
function lineStart(text: string, line: number): number {
  let start = 0;
  for (let now = 1; now < line; now++) {
    const next = text.indexOf("\n", start);
    if (next === -1) break;
    start = next + 1;
  }
  return start;
}
