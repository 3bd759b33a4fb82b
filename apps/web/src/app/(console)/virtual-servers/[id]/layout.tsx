import type { Metadata } from "next";
import type { ReactNode } from "react";
import { virtualIdOf } from "~/components/shell/places";
import { VirtualHead } from "./virtual-head";

type Props = { readonly params: Promise<{ readonly id: string }>; readonly children: ReactNode };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: virtualIdOf((await params).id) };
}

export default async function VirtualServerLayout({ params, children }: Props) {
  const id = virtualIdOf((await params).id);
  return (
    <>
      <VirtualHead id={id} />
      {children}
    </>
  );
}
