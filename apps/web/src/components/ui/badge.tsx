import type { ComponentProps } from "react";
import { cn } from "./cn";

const TONES = {
  plain: "bg-off-soft text-off",
  accent: "bg-accent-soft text-accent",
  up: "bg-up-soft text-up",
  warn: "bg-warn-soft text-warn",
  down: "bg-down-soft text-down",
  outline: "border border-line-strong text-muted",
} as const;
export type Tone = keyof typeof TONES;

/** A word or a number beside a thing. Its text must do without its colour. */
export function Badge({ tone = "plain", className, ...props }: ComponentProps<"span"> & { readonly tone?: Tone }) {
  return (
    <span
      {...props}
      className={cn(
        "inline-flex h-5 items-center gap-1 rounded px-1.5 text-xs font-medium whitespace-nowrap [&_svg]:size-3",
        TONES[tone],
        className,
      )}
    />
  );
}
