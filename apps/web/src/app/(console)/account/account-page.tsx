"use client";

import { useWho } from "~/components/shell/who";
import { Badge } from "~/components/ui/badge";
import { PageHeader } from "~/components/ui/page-header";
import { AccountList } from "./account-list";
import { ChangePassword } from "./change-password";
import { Sessions } from "./sessions";

/** Who I am, where I am signed in, my password; and for the admin, who else there is. */
export function AccountPage() {
  const { name, role } = useWho();
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            {name} <Badge tone={role === "admin" ? "accent" : "outline"}>{role}</Badge>
          </span>
        }
      >
        {role === "admin"
          ? "May look at everything and change everything."
          : "May look at everything and change nothing."}
      </PageHeader>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <Sessions />
        <ChangePassword />
        {role === "admin" && <AccountList />}
      </div>
    </>
  );
}
