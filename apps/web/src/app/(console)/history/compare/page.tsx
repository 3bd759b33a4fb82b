import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { ComparePage } from "~/components/history/compare-page";
import { idOf } from "~/components/history/id-of";

export const metadata: Metadata = { title: "Compare" };

type Props = { readonly searchParams: Promise<Readonly<Record<string, string | readonly string[] | undefined>>> };

export default async function Compare({ searchParams }: Props) {
  const { a, b } = await searchParams;
  const [from, to] = [idOf(a), idOf(b)];
  if (from === undefined || to === undefined) redirect("/history");
  return <ComparePage a={from} b={to} />;
}
