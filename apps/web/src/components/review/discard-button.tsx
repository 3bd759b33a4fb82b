"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/client";
import { refusalWords } from "~/trpc/refusal";
import { Button } from "../ui/button";
import { Confirm } from "../ui/confirm";
import { toast } from "../ui/toast";
import type { Change } from "./answers";
import { counted } from "./count-words";

type Props = {
  readonly version: number;
  readonly changes: readonly Change[];
  readonly disabled: boolean;
  readonly own: <T>(change: Promise<T>) => Promise<T>;
};

const SHOWN = 5;

/** Throws the draft away: it becomes what runs. Asks first, naming what is lost. */
export function DiscardButton({ version, changes, disabled, own }: Props) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { mutateAsync, isPending } = useMutation(
    trpc.draft.discard.mutationOptions({
      onSuccess: () => toast.success(`${counted(changes.length, "change")} discarded. The draft is what runs.`),
      onError: (error) => toast.error(refusalWords(error), { duration: 20_000 }),
      onSettled: () => queries.invalidateQueries(trpc.review.pathFilter()),
    }),
  );
  const discard = () => void own(mutateAsync({ version })).catch(() => undefined); // said in a toast
  const many = counted(changes.length, "change");
  return (
    <Confirm
      trigger={
        <Button disabled={disabled} busy={isPending}>
          {isPending ? "Discarding…" : "Discard draft…"}
        </Button>
      }
      title={`Discard ${many}?`}
      action={`Discard ${many}`}
      cancel="Keep the draft"
      onConfirm={discard}
    >
      <p>Of everybody who edits. The draft is then what the routers run. This cannot be taken back.</p>
      <ul className="mt-2 list-disc pl-5">
        {changes.slice(0, SHOWN).map(({ part, text }, at) => (
          <li key={at} className="break-words">
            {part}: {text}
          </li>
        ))}
        {changes.length > SHOWN && <li>and {changes.length - SHOWN} more</li>}
      </ul>
    </Confirm>
  );
}
