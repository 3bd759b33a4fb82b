"use client";

import { Menu as MenuIcon } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Button } from "../ui/button";
import { Menu, MenuItem } from "../ui/menu";
import { isAt, PLACES } from "./places";

/** The places of the header: links on a desk, a menu on a phone. */
export function MainNav() {
  const here = usePathname();
  const current = (href: string) => (isAt(href, here) ? ("page" as const) : undefined);
  return (
    <nav aria-label="Main" className="min-w-0">
      <ul className="hidden h-12 items-stretch gap-1 lg:flex">
        {PLACES.map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={current(href)}
              className={
                "relative flex h-full items-center px-2.5 text-muted hover:text-ink focus-visible:-outline-offset-4 aria-[current]:font-medium " +
                "aria-[current]:text-ink aria-[current]:after:absolute aria-[current]:after:inset-x-2.5 aria-[current]:after:bottom-0 " +
                "aria-[current]:after:h-0.5 aria-[current]:after:bg-accent"
              }
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
      <div className="lg:hidden">
        <Menu
          align="start"
          trigger={
            <Button look="quiet" aria-label="Pages">
              <MenuIcon aria-hidden />
              <span className="max-w-36 truncate">{PLACES.find(({ href }) => isAt(href, here))?.label ?? "Pages"}</span>
            </Button>
          }
        >
          {PLACES.map(({ href, label }) => (
            <MenuItem key={href} asChild>
              <Link href={href} aria-current={current(href)} className="aria-[current]:font-semibold">
                {label}
              </Link>
            </MenuItem>
          ))}
        </Menu>
      </div>
    </nav>
  );
}
