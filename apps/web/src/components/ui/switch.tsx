import type { ComponentProps } from "react";
import { cn } from "./cn";

/** On or off, for what takes effect as a whole. Wrap it in a `label`. */
export function Switch({ className, ...props }: Omit<ComponentProps<"input">, "type" | "role">) {
  return (
    <input
      type="checkbox"
      role="switch"
      {...props}
      className={cn(
        "relative h-5 w-9 shrink-0 appearance-none rounded-full border border-line-strong bg-off-soft transition-colors",
        "before:absolute before:top-[3px] before:left-[3px] before:size-3 before:rounded-full before:bg-off-mark before:transition-transform",
        "checked:border-accent checked:bg-accent checked:before:translate-x-4 checked:before:bg-on-accent disabled:opacity-55",
        "pointer-coarse:my-2",
        className,
      )}
    />
  );
}
