"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { LoadPart } from "~/components/forms/load-part";
import { useTRPC, type RouterOutput } from "~/trpc/client";

export type VirtualPart = RouterOutput["virtuals"]["get"];

type Props = { readonly id: string; readonly children: (part: VirtualPart) => ReactNode };

/** The virtual server that the three pages are about, as the draft has it. */
export function WithVirtual({ id, children }: Props) {
  const query = useQuery(useTRPC().virtuals.get.queryOptions({ id }));
  return <LoadPart query={query}>{children}</LoadPart>;
}
