import type { ReactNode } from "react";

type Props = {
  readonly title: string;
  /** What would be here and what it is good for. */
  readonly children: ReactNode;
  /** Buttons: what to do next. */
  readonly actions?: ReactNode;
};

/** Nothing here yet, and what to do about it. */
export function EmptyState({ title, children, actions }: Props) {
  return (
    <div className="rounded-lg border border-dashed border-line-strong px-6 py-10 sm:px-10">
      <h2 className="text-lg font-semibold">{title}</h2>
      <div className="mt-2 max-w-prose text-muted">{children}</div>
      {actions && <div className="mt-5 flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
