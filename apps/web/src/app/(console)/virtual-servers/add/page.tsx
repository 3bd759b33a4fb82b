import type { Metadata } from "next";
import { PageHeader } from "~/components/ui/page-header";
import { AddVirtual } from "./add-virtual";

export const metadata: Metadata = { title: "Add virtual server" };

export default function AddVirtualServerPage() {
  return (
    <>
      <PageHeader title="Add virtual server" back={{ href: "/virtual-servers", label: "Virtual servers" }}>
        Everything a service needs, on one page. The rest has defaults, and can be changed afterwards.
      </PageHeader>
      <AddVirtual />
    </>
  );
}
