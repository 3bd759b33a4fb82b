import { Power, PowerOff } from "lucide-react";
import { cn } from "./cn";

/** What a person wants of something, which is not yet how it is: switched on or off in the draft. */
export function ActiveMark({ active, className }: { readonly active: boolean; readonly className?: string }) {
  const Icon = active ? Power : PowerOff;
  return (
    <span className={cn("inline-flex items-baseline gap-1.5", !active && "text-off", className)}>
      <Icon aria-hidden className={cn("size-3.5 shrink-0 translate-y-0.5", active ? "text-accent" : "text-off-mark")} />
      {active ? "active" : "inactive"}
    </span>
  );
}
