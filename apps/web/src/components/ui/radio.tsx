import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

type Props = Omit<ComponentProps<"input">, "type"> & {
  readonly label: string;
  /** What choosing it means, in a sentence. */
  readonly help?: ReactNode;
};

/** One of a few, all of them in sight. */
export function Radio({ label, help, className, ...props }: Props) {
  return (
    <label className={cn("flex items-start gap-2.5 rounded-md py-1 pointer-coarse:py-2.5", className)}>
      <input
        type="radio"
        {...props}
        className={
          "mt-[3px] size-4 shrink-0 appearance-none rounded-full border border-line-strong bg-surface checked:border-[5px] " +
          "checked:border-accent disabled:opacity-55 pointer-coarse:mt-0 pointer-coarse:size-5"
        }
      />
      <span>
        {label}
        {help && <span className="block text-sm text-muted">{help}</span>}
      </span>
    </label>
  );
}

/** A name over some {@link Radio}s or checkboxes. */
export function Choices({
  legend,
  hidden = false,
  className,
  ...props
}: ComponentProps<"fieldset"> & { legend: string; hidden?: boolean }) {
  return (
    <fieldset {...props} className={cn("min-w-0", className)}>
      <legend className={hidden ? "sr-only" : "mb-1 font-medium"}>{legend}</legend>
      {props.children}
    </fieldset>
  );
}
