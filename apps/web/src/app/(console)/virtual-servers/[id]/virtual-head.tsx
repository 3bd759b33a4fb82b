"use client";

import { useQuery } from "@tanstack/react-query";
import { Copy, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { virtualHref } from "~/components/shell/places";
import { useMayChange } from "~/components/shell/who";
import { ActiveMark } from "~/components/ui/active-mark";
import { Button } from "~/components/ui/button";
import { LinkTabs } from "~/components/ui/link-tabs";
import { PageHeader } from "~/components/ui/page-header";
import { useTRPC } from "~/trpc/client";
import { DeleteVirtual } from "../delete-virtual";
import { DuplicateVirtual } from "../duplicate-virtual";

/** The name of a virtual server, what can be done with it, and its three pages. */
export function VirtualHead({ id }: { readonly id: string }) {
  const { data } = useQuery(useTRPC().virtuals.get.queryOptions({ id }));
  const [asks, setAsks] = useState<"delete" | "duplicate" | null>(null);
  const mayChange = useMayChange();
  const router = useRouter();
  const close = (open: boolean) => !open && setAsks(null);
  const active = data?.value.active ?? false;
  return (
    <>
      <PageHeader
        back={{ href: "/virtual-servers", label: "Virtual servers" }}
        title={
          <span className="flex flex-wrap items-baseline gap-x-3">
            {id}
            {data && <ActiveMark active={active} className="text-base font-normal" />}
          </span>
        }
        actions={
          mayChange &&
          data && (
            <>
              <Button onClick={() => setAsks("duplicate")}>
                <Copy aria-hidden />
                Duplicate…
              </Button>
              <Button onClick={() => setAsks("delete")}>
                <Trash2 aria-hidden />
                Delete…
              </Button>
            </>
          )
        }
      />
      <LinkTabs
        label={`Pages of ${id}`}
        tabs={[
          { href: virtualHref(id), label: "Virtual server" },
          {
            href: virtualHref(id, "real-servers"),
            label: "Real servers",
            note: data && String(data.value.servers.length),
          },
          { href: virtualHref(id, "monitoring"), label: "Monitoring scripts" },
        ]}
      />
      {asks === "delete" && (
        <DeleteVirtual id={id} name={id} onOpenChange={close} onDeleted={() => router.push("/virtual-servers")} />
      )}
      {asks === "duplicate" && <DuplicateVirtual id={id} name={data?.value.name ?? id} onOpenChange={close} />}
    </>
  );
}
