"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/client";
import { refusalCode, refusalWords } from "~/trpc/refusal";
import { useMayChange } from "../shell/who";
import { Age } from "../ui/age";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { toast } from "../ui/toast";
import type { Conflict } from "./answers";
import { Quiet } from "~/components/ui/quiet";
import { counted } from "./count-words";

/** Where the draft and somebody outside of it wanted different things. The draft's value is what an apply would install. */
export function Conflicts({ conflicts }: { readonly conflicts: readonly Conflict[] }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const mayChange = useMayChange();
  const settle = useMutation(
    trpc.draft.settle.mutationOptions({
      onError: (error) => {
        // settled by somebody else is as good
        if (refusalCode(error) !== "NOT_FOUND") toast.error(refusalWords(error));
      },
      onSettled: () => queries.invalidateQueries(trpc.review.get.queryFilter()),
    }),
  );
  if (conflicts.length === 0) return null;
  return (
    <Banner tone="warning" title={`${counted(conflicts.length, "conflict")} with what was changed outside this draft`}>
      <p>The draft keeps its own values, and an apply installs those. Change the draft if the others are right.</p>
      <ul className="mt-2 grid gap-2">
        {conflicts.map(({ id, text, author, atMs }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="min-w-0 flex-1 basis-64 break-words">
              {text}{" "}
              <span className="text-muted">
                ({author},{" "}
                <Quiet>
                  <Age atMs={atMs} /> ago
                </Quiet>
                )
              </span>
            </span>
            {mayChange && (
              <Button
                size="small"
                busy={settle.isPending && settle.variables.conflictId === id}
                aria-label={`Settle: ${text}`}
                onClick={() => settle.mutate({ conflictId: id })}
              >
                Settle, keep the draft
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Banner>
  );
}
