"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTRPC } from "~/trpc/client";
import { refusalCode, refusalWords } from "~/trpc/refusal";
import { LoadPart } from "../forms/load-part";
import { useMayChange, useWho } from "../shell/who";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { buttonClass } from "../ui/button-class";
import { useNow } from "../ui/now";
import { PageHeader } from "../ui/page-header";
import { AppliedCard } from "./applied-card";
import { ApplyingCard } from "./applying-card";
import { DiscardButton } from "./discard-button";
import { NothingToApply } from "./nothing-to-apply";
import { ReviewBody } from "./review-body";
import { useBehind } from "./use-behind";
import { useDraftNews } from "./use-draft-news";
import { useReview } from "./use-review";

/** How long the answers of the last apply stay on this page. */
const NEWS_MS = 600_000;

/** What would be applied, what each router would do, and the button; afterwards what became of it. */
export function ReviewPage() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { name } = useWho();
  const mayChange = useMayChange();
  const now = useNow();
  const { review, last, running } = useReview();
  const news = useDraftNews();
  const [applies, setApplies] = useState(0);
  const { mutateAsync, isPending, error, reset } = useMutation(
    trpc.review.applyDraft.mutationOptions({
      onSuccess: (applied) => {
        queries.setQueryData(trpc.review.last.queryKey(), applied);
        setApplies((count) => count + 1);
        window.scrollTo({ top: 0 });
      },
      onSettled: () => queries.invalidateQueries(trpc.review.pathFilter()),
    }),
  );
  const data = review.data;
  const behind = useBehind(data?.base);
  const nothing = data?.changes.length === 0 && data.diff.length === 0 && behind?.length === 0;
  const busy = isPending || running !== null;
  const apply = (draftVersion: number, note: string) =>
    void news.own(mutateAsync({ draftVersion, note })).catch(() => undefined); // said beside the button
  return (
    <>
      <PageHeader
        title="Review and apply"
        actions={
          mayChange &&
          data !== undefined && (
            <>
              {!nothing && (
                <a href="#apply" className={buttonClass({}, "lg:hidden")}>
                  Down to Apply
                </a>
              )}
              {data.changes.length > 0 && (
                <DiscardButton version={data.draftVersion} changes={data.changes} disabled={busy} own={news.own} />
              )}
            </>
          )
        }
      >
        {data && !nothing ? headline(data.changes.length, data.serialNo, data.base?.serialNo) : undefined}
      </PageHeader>
      <div className="grid grid-cols-1 gap-4">
        {running && <ApplyingCard applying={running} me={name} />}
        {!running && last && now - last.atMs < NEWS_MS && <AppliedCard applied={last} />}
        {news.words !== null && !busy && (
          <Banner
            title={news.words}
            actions={
              <Button size="small" onClick={news.dismiss}>
                Seen
              </Button>
            }
          >
            This page shows the draft as it is now. Look at it again before you apply.
          </Banner>
        )}
        <LoadPart query={review}>
          {(found) =>
            nothing ? (
              <NothingToApply base={found.base} />
            ) : (
              <ReviewBody
                key={applies}
                review={found}
                behind={behind ?? []}
                busy={busy}
                refusal={error && !running ? applyRefusal(error) : null}
                onApply={(note) => {
                  reset();
                  apply(found.draftVersion, note);
                }}
              />
            )
          }
        </LoadPart>
      </div>
    </>
  );
}

function headline(changes: number, serialNo: number, base: number | undefined): string {
  if (changes === 0) return `No changes; serial ${String(serialNo)} is brought to every router.`;
  return base === undefined
    ? `It becomes serial ${String(serialNo)}.`
    : `Serial ${String(serialNo)} takes the place of serial ${String(base)}. Nothing has reached a router yet.`;
}

/** An apply that was cut off may have happened all the same. */
const applyRefusal = (error: unknown): string =>
  refusalCode(error) === "OFFLINE"
    ? "The console did not answer, so it is not known here what became of it. This page asks by itself and shows the answers above as soon as it is back."
    : refusalWords(error);
