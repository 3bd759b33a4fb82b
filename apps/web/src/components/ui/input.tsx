import type { ComponentProps } from "react";
import { cn } from "./cn";

/** What inputs, selects and text areas have in common; `aria-invalid` turns the border red. */
export const controlClass =
  "w-full rounded-md border border-line-strong bg-surface px-2.5 text-ink transition-colors hover:border-muted " +
  "focus-visible:outline-offset-0 aria-invalid:border-down-mark aria-invalid:bg-down-soft " +
  "disabled:cursor-not-allowed disabled:border-line disabled:bg-sunken disabled:text-muted " +
  "h-8 pointer-coarse:h-11 pointer-coarse:text-[1rem]";

type Props = ComponentProps<"input"> & {
  /** Stands inside, behind the value: "seconds". */
  readonly unit?: string | undefined;
  /** Addresses and the like, in a fixed-width face. */
  readonly mono?: boolean;
};

/** One line of text. Its default is its placeholder; empty means "not set". */
export function Input({ unit, mono = false, className, style, ...props }: Props) {
  const input = (
    <input
      autoComplete="off"
      spellCheck={false}
      {...props}
      // room for the unit: its letters, and the blank before and behind it
      style={unit ? { paddingRight: `calc(${String(unit.length)}ch + 1.25rem)`, ...style } : style}
      className={cn(controlClass, "read-only:bg-sunken", mono && "font-mono text-sm", className)}
    />
  );
  if (!unit) return input;
  return (
    <span className="relative block">
      {input}
      <span
        aria-hidden
        className="pointer-events-none absolute inset-y-0 right-2.5 flex items-center text-sm text-muted"
      >
        {unit}
      </span>
    </span>
  );
}
