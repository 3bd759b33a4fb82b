import Link from "next/link";
import type { ReactNode } from "react";

type Props = {
  readonly title: ReactNode;
  /** Where this page hangs: a link above the title. */
  readonly back?: { readonly href: string; readonly label: string } | undefined;
  /** One sentence under the title. */
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
};

/** The top of every page: its name, and what can be done here. */
export function PageHeader({ title, back, children, actions }: Props) {
  return (
    <header className="mb-5 flex flex-wrap items-end gap-x-6 gap-y-3">
      <div className="min-w-0 flex-1 basis-64">
        {back && (
          <Link href={back.href} className="text-sm text-muted underline-offset-4 hover:text-accent hover:underline">
            {back.label}
          </Link>
        )}
        <h1 className="text-xl font-semibold tracking-tight break-words">{title}</h1>
        {children && <p className="mt-1 max-w-[80ch] text-pretty text-muted">{children}</p>}
      </div>
      {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
    </header>
  );
}
