"use client";

import Link from "next/link";
import { useState } from "react";
import { LoadPart } from "../forms/load-part";
import type { Revision } from "../review/answers";
import { Button } from "../ui/button";
import { buttonClass } from "../ui/button-class";
import { EmptyState } from "../ui/empty-state";
import { PageHeader } from "../ui/page-header";
import { CompareBar } from "./compare-bar";
import { RevisionTable } from "./revision-table";
import { useRevisions } from "./use-revisions";

/** Every lvs.cf that ran: who, when, why, and on which router it runs now. */
export function HistoryPage() {
  const query = useRevisions();
  const [chosen, setChosen] = useState<readonly Revision[]>([]);
  const choose = (revision: Revision, on: boolean) =>
    // of three the one that was chosen first gives way
    setChosen((was) => (on ? [...was, revision].slice(-2) : was.filter(({ id }) => id !== revision.id)));
  return (
    <>
      <PageHeader
        title="History"
        actions={
          <>
            <Link href="/audit" className={buttonClass()}>
              Audit log
            </Link>
            <Link href="/import" className={buttonClass()}>
              Import an lvs.cf
            </Link>
          </>
        }
      >
        Every lvs.cf that ran, newest first. The last 1,000 are kept.
      </PageHeader>
      <LoadPart query={query}>
        {({ pages }) => {
          const revisions = pages.flatMap(({ entries }) => entries);
          if (revisions.length === 0) return <NothingYet />;
          return (
            <div className="grid grid-cols-1 gap-3">
              <RevisionTable revisions={revisions} chosen={chosen} onChoose={choose} />
              {query.hasNextPage && (
                <Button
                  className="justify-self-start"
                  busy={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {query.isFetchingNextPage ? "Loading…" : "Show older ones"}
                </Button>
              )}
              <p role="status" className="text-sm text-muted">
                {query.hasNextPage ? `The newest ${String(revisions.length)} are shown.` : "That is all of them."}
              </p>
              <CompareBar chosen={chosen} onClear={() => setChosen([])} />
            </div>
          );
        }}
      </LoadPart>
    </>
  );
}

function NothingYet() {
  return (
    <EmptyState
      title="Nothing has run yet"
      actions={
        <Link href="/virtual-servers/add" className={buttonClass({ look: "primary" })}>
          Add virtual server
        </Link>
      }
    >
      Every lvs.cf that a router runs is kept here with who applied it and why, so that any of them can be compared and
      restored. The first one appears as soon as a router answers.
    </EmptyState>
  );
}
