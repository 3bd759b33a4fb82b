"use client";

import { FileUp } from "lucide-react";
import { useRef, useState, type DragEvent } from "react";
import { LinedText, type GoTo, type LineMark } from "../history/lined-text";
import { figure } from "../review/count-words";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";

type Props = {
  readonly text: string;
  readonly name: string | null;
  readonly onText: (text: string) => void;
  readonly onFile: (file: File) => void;
  readonly onClear: () => void;
  readonly marks: ReadonlyMap<number, LineMark>;
  readonly goTo: GoTo | null;
};

/** Where a text comes in: pasted, chosen or dropped; and where it is mended. */
export function SourceBox({ text, name, onText, onFile, onClear, marks, goTo }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drag = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent) => {
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (!file) return;
    event.preventDefault();
    onFile(file);
  };
  return (
    <section
      aria-label="The lvs.cf"
      onDragOver={drag}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn("grid gap-2 rounded-lg", over && "outline-2 outline-offset-4 outline-focus outline-dashed")}
    >
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="min-w-0 flex-1 basis-40 truncate font-semibold">{name ?? "The lvs.cf"}</h2>
        {text !== "" && (
          <Button look="quiet" size="small" onClick={onClear}>
            Start again
          </Button>
        )}
        <input
          ref={input}
          type="file"
          hidden
          aria-hidden
          tabIndex={-1}
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file) onFile(file);
            target.value = ""; // the same file can be chosen again
          }}
        />
        <Button size="small" onClick={() => input.current?.click()}>
          <FileUp aria-hidden />
          Choose a file
        </Button>
      </div>
      <LinedText
        text={text}
        label="Text of the lvs.cf"
        onChange={onText}
        marks={marks}
        goTo={goTo}
        least={text === "" ? 14 : 8}
        most={30}
        placeholder={"Paste an lvs.cf here, or drop the file.\n\nOn the old router it is /etc/sysconfig/ha/lvs.cf"}
        describedBy="import-limit"
      />
      <p id="import-limit" className="text-sm text-muted">
        {text === "" ? "At most 8 MB. " : `${figure(text.length)} characters, of at most 8 MB. `}
        It is only read here: nothing changes before you take it as the draft, and no router hears of it before you
        apply.
      </p>
    </section>
  );
}
