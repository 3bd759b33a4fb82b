"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeftRight } from "lucide-react";
import Link from "next/link";
import { useTRPC } from "~/trpc/client";
import { LoadPart } from "../forms/load-part";
import { LongDiff } from "../review/long-diff";
import { lineCount } from "../review/first-lines";
import { counted } from "../review/count-words";
import { Age } from "../ui/age";
import { buttonClass } from "../ui/button-class";
import { Card } from "../ui/card";
import { EmptyState } from "../ui/empty-state";
import { PageHeader } from "../ui/page-header";
import { Skeleton } from "../ui/skeleton";
import { compareHref } from "./compare-bar";
import { KIND_WORDS } from "./kind-words";

const BACK = { href: "/history", label: "History" };

/** What is different between two texts that ran: minus is only in the first, plus only in the second. */
export function ComparePage({ a, b }: { readonly a: number; readonly b: number }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.revisions.compare.queryOptions({ a, b }));
  return (
    <>
      <PageHeader
        title="Compare"
        back={BACK}
        actions={
          <Link href={compareHref(b, a)} replace className={buttonClass()}>
            <ArrowLeftRight aria-hidden />
            The other way round
          </Link>
        }
      />
      <div className="mb-4 grid grid-cols-1 gap-3 sm:grid-cols-2">
        <Side sign="-" id={a} />
        <Side sign="+" id={b} />
      </div>
      <LoadPart query={query}>
        {(blocks) =>
          blocks.length === 0 ? (
            <EmptyState title="They are the same">Line for line, comments included.</EmptyState>
          ) : (
            <div className="grid grid-cols-1 gap-3">
              <p className="text-muted" role="status">
                {counted(blocks.length, "block")} {blocks.length === 1 ? "differs" : "differ"},{" "}
                {counted(lineCount(blocks), "line")} with their surroundings.
              </p>
              <LongDiff blocks={blocks} />
            </div>
          )
        }
      </LoadPart>
    </>
  );
}

/** One of the two: which, from whom, and when. */
function Side({ sign, id }: { readonly sign: "-" | "+"; readonly id: number }) {
  const { data } = useQuery(useTRPC().revisions.get.queryOptions({ id }));
  return (
    <Card aria-label={sign === "-" ? "From" : "To"} className="flex min-w-0 items-baseline gap-3 px-4 py-3">
      <span aria-hidden className={`font-mono font-bold ${sign === "-" ? "text-down" : "text-up"}`}>
        {sign}
      </span>
      {data ? (
        <div className="min-w-0 break-words">
          <Link href={`/history/${String(id)}`} className="font-medium underline-offset-4 hover:underline">
            Serial {data.serialNo}
          </Link>{" "}
          <span className="text-muted">
            {data.author}, {KIND_WORDS[data.kind]} <Age atMs={data.atMs} /> ago
          </span>
          {data.note !== "" && <p className="line-clamp-2 text-muted">{data.note}</p>}
        </div>
      ) : (
        <Skeleton className="w-48" />
      )}
    </Card>
  );
}
