import { Badge } from "./badge";
import { cn } from "./cn";

/** As the server's `BlockDiff`. */
export type DiffBlock = {
  readonly block: string;
  readonly kind: "changed" | "added" | "removed";
  readonly lines: readonly (
    | {
        readonly kind: " " | "+" | "-";
        readonly text: string;
        readonly oldLine?: number | null;
        readonly newLine?: number | null;
      }
    | { readonly kind: "folded"; readonly count: number }
  )[];
};

const TONE = { changed: "warn", added: "up", removed: "down" } as const;
const WORD = { " ": "", "+": "added: ", "-": "removed: " } as const;

/** How a text changed, block by block: a sign at every line, so that it can be read without its colours. */
export function DiffView({ blocks }: { readonly blocks: readonly DiffBlock[] }) {
  return (
    <div className="grid gap-3">
      {blocks.map((block) => (
        <section
          key={block.block}
          aria-label={`${block.block} ${block.kind}`}
          className="overflow-hidden rounded-lg border bg-surface"
        >
          <h3 className="flex h-9 items-center gap-2 border-b bg-sunken px-3 text-sm">
            <code className="truncate font-mono font-medium">{block.block}</code>
            <Badge tone={TONE[block.kind]}>{block.kind}</Badge>
          </h3>
          <div
            className="overflow-x-auto py-1 font-mono text-xs"
            tabIndex={0}
            role="group"
            aria-label={`Lines of ${block.block}`}
          >
            <div className="w-max min-w-full">
              {block.lines.map((line, at) => (
                <Line key={at} line={line} />
              ))}
            </div>
          </div>
        </section>
      ))}
    </div>
  );
}

function Line({ line }: { readonly line: DiffBlock["lines"][number] }) {
  if (line.kind === "folded")
    return (
      <div className="px-3 py-0.5 text-faint">
        {line.count} unchanged {line.count === 1 ? "line" : "lines"}
      </div>
    );
  const { kind, text, oldLine, newLine } = line;
  return (
    <div
      className={cn(
        "flex min-h-[1.25rem] leading-5 whitespace-pre",
        kind === "+" && "bg-up-soft text-up",
        kind === "-" && "bg-down-soft text-down",
      )}
    >
      <span aria-hidden className="w-10 shrink-0 pr-2 text-right text-faint select-none">
        {newLine ?? oldLine ?? ""}
      </span>
      <span aria-hidden className="w-4 shrink-0 select-none">
        {kind}
      </span>
      <span className="pr-3">
        <span className="sr-only">{WORD[kind]}</span>
        {text}
      </span>
    </div>
  );
}
