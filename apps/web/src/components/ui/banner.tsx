import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

const TONES = {
  info: { icon: Info, box: "border-l-accent bg-accent-soft", mark: "text-accent" },
  good: { icon: CircleCheck, box: "border-l-up-mark bg-up-soft", mark: "text-up" },
  warning: { icon: TriangleAlert, box: "border-l-warn-mark bg-warn-soft", mark: "text-warn" },
  alarm: { icon: CircleAlert, box: "border-l-down-mark bg-down-soft", mark: "text-down" },
} as const;

type Props = {
  readonly tone?: keyof typeof TONES;
  readonly title?: ReactNode;
  /** What happened, since when, and what to do. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly className?: string;
};

/** A message that stays until its reason is gone. Screen readers hear alarms at once and the rest in turn. */
export function Banner({ tone = "info", title, children, actions, className }: Props) {
  const { icon: Icon, box, mark } = TONES[tone];
  return (
    <div
      role={tone === "alarm" ? "alert" : "status"}
      className={cn("flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md border-l-4 px-3 py-2.5", box, className)}
    >
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", mark)} />
      <div className="min-w-0 flex-1 basis-56">
        {title && <p className="font-medium">{title}</p>}
        {children && <div className="max-w-prose text-ink">{children}</div>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
