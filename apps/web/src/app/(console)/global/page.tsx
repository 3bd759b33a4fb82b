import type { Metadata } from "next";
import { PageHeader } from "~/components/ui/page-header";
import { GlobalSettingsPart } from "./global-form";

export const metadata: Metadata = { title: "Global settings" };

export default function GlobalPage() {
  return (
    <>
      <PageHeader title="Global settings">What holds for both routers and for every virtual server.</PageHeader>
      <GlobalSettingsPart />
    </>
  );
}
