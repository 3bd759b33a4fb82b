"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useTRPC } from "~/trpc/client";
import { KIND_WORDS } from "../history/kind-words";
import { useRunning } from "../history/use-running";
import { Age } from "../ui/age";
import { buttonClass } from "../ui/button-class";
import { EmptyState } from "../ui/empty-state";
import type { Review } from "./answers";
import { listed, sentence } from "./count-words";
import { Hash } from "./hash";

/** The draft is what runs: says what that is, and since when. */
export function NothingToApply({ base }: { readonly base: Review["base"] }) {
  const { data } = useQuery(useTRPC().revisions.list.queryOptions({}));
  const on = useRunning()(base?.sha256 ?? "");
  const revision = data?.entries.find(({ sha256 }) => sha256 === base?.sha256);
  return (
    <EmptyState
      title="Nothing to apply"
      actions={
        <>
          <Link href="/virtual-servers" className={buttonClass()}>
            Virtual servers
          </Link>
          <Link href="/history" className={buttonClass()}>
            History
          </Link>
        </>
      }
    >
      {base ? (
        <>
          <p>
            {listed(on.map(({ router }) => router)) || "The routers"} {on.length === 1 ? "runs" : "run"} what every page
            shows: serial {base.serialNo} <Hash sha256={base.sha256} />
            {revision && (
              <>
                , since <Age atMs={revision.atMs} /> ago
              </>
            )}
            .
          </p>
          {revision && (
            <p>
              {sentence(KIND_WORDS[revision.kind])}, {revision.author}
              {revision.note !== "" && <>: “{revision.note}”</>}
            </p>
          )}
        </>
      ) : (
        <p>No router has said yet what it runs. As soon as one answers, its configuration is what you edit.</p>
      )}
      <p className="mt-2">Edit something: it becomes a draft that is looked at here before any router hears of it.</p>
    </EmptyState>
  );
}
