import type { ComponentProps } from "react";
import { cn } from "./cn";
import { controlClass } from "./input";

/** Several lines of text in a fixed-width face: scripts, pasted lists. */
export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      spellCheck={false}
      autoComplete="off"
      rows={4}
      {...props}
      className={cn(controlClass, "h-auto py-2 font-mono text-sm pointer-coarse:h-auto", className)}
    />
  );
}
