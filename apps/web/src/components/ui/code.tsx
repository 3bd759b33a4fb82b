import type { ComponentProps } from "react";
import { cn } from "./cn";

/** Words of a machine inside a sentence: a directive, a command, a file. */
export function Code({ className, ...props }: ComponentProps<"code">) {
  return <code {...props} className={cn("rounded bg-off-soft px-1 py-0.5 font-mono text-[0.92em]", className)} />;
}

/** Several lines of them. Long lines scroll, and can be reached by keyboard. */
export function CodeBlock({ className, ...props }: ComponentProps<"pre">) {
  return (
    <pre
      tabIndex={0}
      {...props}
      className={cn("overflow-x-auto rounded-md border bg-sunken px-3 py-2 font-mono text-xs leading-5", className)}
    />
  );
}
