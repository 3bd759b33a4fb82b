"use client";

import { ChevronDown, LogOut, UserRound } from "lucide-react";
import Link from "next/link";
import { useTheme } from "next-themes";
import { Button } from "../ui/button";
import { Menu, MenuChoice, MenuChoices, MenuItem, MenuLabel, MenuLine } from "../ui/menu";
import { useSignOut } from "./sign-out";
import { useWho } from "./who";

/** Who is signed in, how the pages look, and the way out. */
export function AccountMenu() {
  const { name, role } = useWho();
  const { theme = "system", setTheme } = useTheme();
  const signOut = useSignOut();
  return (
    <Menu
      trigger={
        <Button look="quiet" aria-label={`Account ${name}`} className="max-sm:size-9 max-sm:px-0">
          <UserRound aria-hidden className="sm:hidden" />
          <span className="max-w-40 truncate max-sm:hidden">{name}</span>
          <ChevronDown aria-hidden className="max-sm:hidden" />
        </Button>
      }
    >
      <MenuLabel>
        <span className="font-medium text-ink">{name}</span> {role === "admin" ? "may change things" : "may look only"}
      </MenuLabel>
      <MenuItem asChild>
        <Link href="/account">
          <UserRound aria-hidden />
          Account
        </Link>
      </MenuItem>
      <MenuLine />
      <MenuLabel>Theme</MenuLabel>
      <MenuChoices value={theme} onValueChange={setTheme}>
        <MenuChoice value="system">As the system</MenuChoice>
        <MenuChoice value="light">Light</MenuChoice>
        <MenuChoice value="dark">Dark</MenuChoice>
      </MenuChoices>
      <MenuLine />
      <MenuItem onSelect={signOut}>
        <LogOut aria-hidden />
        Log out
      </MenuItem>
    </Menu>
  );
}
