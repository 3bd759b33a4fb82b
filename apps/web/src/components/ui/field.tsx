import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

type Props = {
  /** Of the control inside. */
  readonly id: string;
  readonly label: ReactNode;
  readonly help?: ReactNode;
  readonly error?: string | undefined;
  /** What it becomes in lvs.cf; shown while the pointer or the focus is on it. */
  readonly line?: string | undefined;
  /** For several controls under one name (radios): the label is then a group's. */
  readonly group?: boolean;
  readonly children: ReactNode;
  readonly className?: string;
};

/** What ties a control to its words: spread it over the control. */
export const described = (id: string, error?: string) => ({
  id,
  "aria-describedby": `${id}-help${error ? ` ${id}-error` : ""}`,
  "aria-invalid": error ? (true as const) : undefined,
});

/** A control with its name on the left and its help in the margin. An error stands right under the control. */
export function Field({ id, label, help, error, line, group = false, children, className }: Props) {
  const labelClass = "pt-1.5 font-medium pointer-coarse:pt-2.5 md:text-right";
  return (
    <div
      role={group ? "group" : undefined}
      aria-labelledby={group ? `${id}-label` : undefined}
      className={cn(
        "group/field relative grid gap-x-5 gap-y-1 pt-1 pb-5 md:grid-cols-[12rem_minmax(0,20rem)_minmax(0,1fr)]",
        className,
      )}
    >
      {group ? (
        <span id={`${id}-label`} className={labelClass}>
          {label}
        </span>
      ) : (
        <label htmlFor={id} className={labelClass}>
          {label}
        </label>
      )}
      <div className="min-w-0">
        {children}
        {error && (
          <p id={`${id}-error`} className="mt-1 flex gap-1.5 text-sm text-down">
            <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
            {error}
          </p>
        )}
      </div>
      <div id={`${id}-help`} className="min-w-0 max-w-prose text-sm text-muted md:pt-1.5">
        {help}
      </div>
      {line !== undefined && (
        <code
          className={
            "absolute bottom-0.5 left-0 max-w-full truncate font-mono text-xs text-accent opacity-0 transition-opacity " +
            "group-focus-within/field:opacity-100 group-hover/field:opacity-100 md:left-[13.25rem]"
          }
        >
          {line}
        </code>
      )}
    </div>
  );
}

/** Fields that belong together, under a heading. */
export function FieldSet({ title, note, children }: { title: string; note?: ReactNode; children: ReactNode }) {
  return (
    <fieldset className="min-w-0 border-t py-4 first:border-t-0 first:pt-0">
      <legend className="float-left mb-2 w-full text-lg font-semibold">{title}</legend>
      <div className="clear-both" />
      {note && <p className="mb-3 max-w-prose text-muted">{note}</p>}
      {children}
    </fieldset>
  );
}
