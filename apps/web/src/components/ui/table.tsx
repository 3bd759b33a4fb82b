import { ChevronDown, ChevronUp } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/** The box a table scrolls in; give it a height, and its header sticks. It takes the focus, to be scrolled by keys. */
export function TableBox({ className, ...props }: ComponentProps<"div">) {
  return <div tabIndex={0} {...props} className={cn("overflow-auto rounded-lg border bg-surface", className)} />;
}

export function Table({ className, ...props }: ComponentProps<"table">) {
  return <table {...props} className={cn("w-full border-separate border-spacing-0 text-sm", className)} />;
}

const CELL = "h-9 border-b px-3 pointer-coarse:h-12";

type HeadProps = ComponentProps<"th"> & {
  /** Which way it is sorted; `null` where it can be. */
  readonly sorted?: "asc" | "desc" | null | undefined;
  readonly onSort?: (() => void) | undefined;
  readonly figures?: boolean;
};

/** A column's name, sticky; one that sorts is a button. Units are spelled here, once. */
export function Head({ sorted, onSort, figures = false, className, children, ...props }: HeadProps) {
  return (
    <th
      scope="col"
      {...props}
      aria-sort={sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : undefined}
      className={cn(
        CELL,
        "sticky top-0 z-10 bg-sunken text-left text-xs font-medium whitespace-nowrap text-muted",
        figures && "text-right",
        className,
      )}
    >
      {onSort ? <SortButton sorted={sorted} onSort={onSort} text={children} figures={figures} /> : children}
    </th>
  );
}

type SortProps = {
  readonly sorted: HeadProps["sorted"];
  readonly onSort: () => void;
  readonly text: ReactNode;
  readonly figures: boolean;
};

function SortButton({ sorted, onSort, text, figures }: SortProps) {
  const Icon = sorted === "desc" ? ChevronDown : ChevronUp;
  return (
    <button
      type="button"
      onClick={onSort}
      className={cn(
        "group/sort -mx-1 inline-flex h-full items-center gap-0.5 rounded px-1 hover:text-ink",
        figures && "flex-row-reverse",
      )}
    >
      {text}
      <Icon aria-hidden className={cn("size-3.5", !sorted && "opacity-0 group-hover/sort:opacity-60")} />
    </button>
  );
}

export function Row({ className, ...props }: ComponentProps<"tr">) {
  return (
    <tr
      {...props}
      className={cn("hover:bg-sunken/60 aria-selected:bg-accent-soft dark:hover:bg-raised/60", className)}
    />
  );
}

export function Cell({ figures = false, className, ...props }: ComponentProps<"td"> & { readonly figures?: boolean }) {
  return <td {...props} className={cn(CELL, "in-[tr:last-child]:border-b-0", figures && "figure", className)} />;
}
