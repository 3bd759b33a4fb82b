"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { useTRPC } from "~/trpc/client";
import { refusalCode, refusalWords } from "~/trpc/refusal";
import { LoadPart } from "../forms/load-part";
import type { Revision } from "../review/answers";
import { LongDiff } from "../review/long-diff";
import { RouterResults } from "../review/router-results";
import { useMayChange } from "../shell/who";
import { Age } from "../ui/age";
import { buttonClass } from "../ui/button-class";
import { Card, CardBody } from "../ui/card";
import { CopyButton } from "../ui/copy-button";
import { EmptyState } from "../ui/empty-state";
import { PageHeader } from "../ui/page-header";
import { SkeletonLines } from "../ui/skeleton";
import { compareHref } from "./compare-bar";
import { KIND_WORDS } from "./kind-words";
import { LinedText } from "./lined-text";
import { RestoreButton } from "./restore-button";
import { RunningBadges } from "./running-badges";
import { useRunning } from "./use-running";

const BACK = { href: "/history", label: "History" };

/** One lvs.cf that ran: what it changed, what the routers answered, its whole text, and the way back to it. */
export function RevisionPage({ id }: { readonly id: number }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.revisions.get.queryOptions({ id }));
  const before = useQuery(trpc.revisions.list.queryOptions({ before: id }));
  if (query.error && ["NOT_FOUND", "BAD_REQUEST"].includes(refusalCode(query.error))) return <NotKept />;
  const revision = query.data;
  return (
    <>
      <PageHeader
        title={revision ? `Serial ${String(revision.serialNo)}` : "Revision"}
        back={BACK}
        actions={revision && <Actions revision={revision} />}
      />
      <LoadPart query={query}>
        {(found) => (
          <div className="grid grid-cols-1 gap-5">
            <Facts revision={found} />
            <Before id={id} previous={before.data?.entries[0] ?? null} loading={before.isLoading} />
            <section className="grid min-w-0 gap-2">
              <h2 className="flex flex-wrap items-center gap-2 font-semibold">
                The whole lvs.cf <CopyButton text={found.text} />
              </h2>
              <LinedText text={found.text} label={`lvs.cf of serial ${String(found.serialNo)}`} />
            </section>
          </div>
        )}
      </LoadPart>
    </>
  );
}

function Actions({ revision: { id, serialNo, sha256 } }: { readonly revision: Revision }) {
  const mayChange = useMayChange();
  const on = useRunning()(sha256);
  if (!mayChange) return null;
  if (on.length > 0 && on.every(({ live }) => live))
    return <p className="self-center text-muted">It runs now: there is nothing to restore.</p>;
  return <RestoreButton id={id} serialNo={serialNo} />;
}

function Facts({ revision }: { readonly revision: Revision }) {
  const { author, kind, atMs, note, sha256, results } = revision;
  const on = useRunning()(sha256);
  return (
    <Card>
      <CardBody className="grid gap-3">
        <dl className="grid gap-x-6 gap-y-1 sm:grid-cols-[auto_minmax(0,1fr)]">
          <Fact name="By">
            {author}, {KIND_WORDS[kind]} <Age atMs={atMs} /> ago
          </Fact>
          {note !== "" && <Fact name="Note">{note}</Fact>}
          <Fact name="SHA-256">
            <span className="font-mono text-xs break-all">{sha256}</span>
          </Fact>
          <Fact name="Now">
            {on.length === 0 ? (
              "No router runs it."
            ) : (
              <span className="flex flex-wrap gap-1">
                <RunningBadges on={on} />
              </span>
            )}
          </Fact>
        </dl>
        {results.length > 0 && (
          <div className="border-t pt-3">
            <h2 className="mb-2 font-semibold">What the routers answered</h2>
            <RouterResults results={results} />
          </div>
        )}
      </CardBody>
    </Card>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted max-sm:mt-1">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

type BeforeProps = { readonly id: number; readonly previous: Revision | null; readonly loading: boolean };

function Before({ id, previous, loading }: BeforeProps) {
  const trpc = useTRPC();
  const query = useQuery({
    ...trpc.revisions.compare.queryOptions({ a: previous?.id ?? 1, b: id }),
    enabled: previous !== null,
  });
  if (loading) return <SkeletonLines lines={4} />;
  if (!previous) return <p className="text-muted">It is the oldest that is kept: there is none before it.</p>;
  return (
    <section className="grid min-w-0 gap-3">
      <h2 className="flex flex-wrap items-center gap-x-3 gap-y-1 font-semibold">
        What it changed
        <Link
          href={compareHref(previous.id, id)}
          className="text-sm font-normal text-accent underline underline-offset-4"
        >
          against serial {previous.serialNo}
        </Link>
      </h2>
      {query.error ? (
        <p className="text-down">{refusalWords(query.error)}</p>
      ) : query.data === undefined ? (
        <SkeletonLines lines={4} />
      ) : query.data.length === 0 ? (
        <p className="text-muted">Nothing: it is the same text.</p>
      ) : (
        <LongDiff blocks={query.data} />
      )}
    </section>
  );
}

function NotKept() {
  return (
    <>
      <PageHeader title="Revision" back={BACK} />
      <EmptyState
        title="This revision is not kept"
        actions={
          <Link href="/history" className={buttonClass({ look: "primary" })}>
            To the history
          </Link>
        }
      >
        The last 1,000 texts are kept. This one is older, or the address is misspelt.
      </EmptyState>
    </>
  );
}
