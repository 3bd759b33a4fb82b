import type { Metadata } from "next";
import { ImportPage } from "~/components/import/import-page";
import { PageHeader } from "~/components/ui/page-header";

export const metadata: Metadata = { title: "Import an lvs.cf" };

export default function Import() {
  return (
    <>
      <PageHeader title="Import an lvs.cf">From another router, a backup, or the original Piranha.</PageHeader>
      <ImportPage />
    </>
  );
}
