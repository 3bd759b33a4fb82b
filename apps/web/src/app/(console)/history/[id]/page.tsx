import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { idOf } from "~/components/history/id-of";
import { RevisionPage } from "~/components/history/revision-page";

export const metadata: Metadata = { title: "Revision" };

type Props = { readonly params: Promise<{ readonly id: string }> };

export default async function Revision({ params }: Props) {
  const id = idOf((await params).id);
  if (id === undefined) notFound();
  return <RevisionPage id={id} />;
}
