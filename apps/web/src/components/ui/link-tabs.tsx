"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";

export type LinkTab = { readonly href: string; readonly label: string; readonly note?: string | undefined };

/** Pages of one thing, side by side. They are links: each has its own address. */
export function LinkTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly LinkTab[] }) {
  const here = usePathname();
  return (
    <nav aria-label={label} className="mb-5 flex gap-5 overflow-x-auto border-b">
      {tabs.map(({ href, label: text, note }) => (
        <Link
          key={href}
          href={href}
          aria-current={here === href ? "page" : undefined}
          className={
            "-mb-px flex h-10 items-center gap-1.5 border-b-2 border-transparent whitespace-nowrap text-muted hover:text-ink " +
            "focus-visible:-outline-offset-2 aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink"
          }
        >
          {text}
          {note && <span className="text-xs text-muted">{note}</span>}
        </Link>
      ))}
    </nav>
  );
}
