import { Check, Minus } from "lucide-react";
import { useEffect, useRef, type ComponentProps } from "react";
import { cn } from "./cn";

type Props = Omit<ComponentProps<"input">, "type"> & {
  /** Some of what it stands for is on. */
  readonly mixed?: boolean;
};

/** On or off. Wrap it in a `label`, or give it an `aria-label`. */
export function Checkbox({ mixed = false, className, ref, ...props }: Props) {
  const own = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (own.current) own.current.indeterminate = mixed;
  }, [mixed]);
  return (
    <span className={cn("relative inline-flex size-4 shrink-0 align-middle pointer-coarse:size-5", className)}>
      <input
        type="checkbox"
        {...props}
        ref={(element) => {
          own.current = element;
          if (typeof ref === "function") return ref(element);
          if (ref) ref.current = element;
        }}
        className={
          "peer absolute inset-0 size-full appearance-none rounded border border-line-strong bg-surface checked:border-accent " +
          "checked:bg-accent indeterminate:border-accent indeterminate:bg-accent disabled:opacity-55"
        }
      />
      {mixed ? (
        <Minus
          aria-hidden
          strokeWidth={3}
          className="pointer-events-none absolute inset-0.5 size-3 pointer-coarse:size-4 text-on-accent"
        />
      ) : (
        <Check
          aria-hidden
          strokeWidth={3}
          className="pointer-events-none absolute inset-0.5 size-3 pointer-coarse:size-4 text-on-accent opacity-0 peer-checked:opacity-100"
        />
      )}
    </span>
  );
}
