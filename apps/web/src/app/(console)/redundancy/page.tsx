import type { Metadata } from "next";
import { PageHeader } from "~/components/ui/page-header";
import { RedundancyPart } from "./redundancy-form";

export const metadata: Metadata = { title: "Redundancy" };

export default function RedundancyPage() {
  return (
    <>
      <PageHeader title="Redundancy">
        The second router, how the two know of each other, and when one takes over.
      </PageHeader>
      <RedundancyPart />
    </>
  );
}
