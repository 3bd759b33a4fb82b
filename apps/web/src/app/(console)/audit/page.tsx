import type { Metadata } from "next";
import { PageHeader } from "~/components/ui/page-header";
import { AuditPage } from "./audit-page";

export const metadata: Metadata = { title: "Audit log" };

export default function Audit() {
  return (
    <>
      <PageHeader title="Audit log" back={{ href: "/history", label: "History" }}>
        Every sign-in, every change made with this console and every refused one: the last 20,000, newest first.
      </PageHeader>
      <AuditPage />
    </>
  );
}
