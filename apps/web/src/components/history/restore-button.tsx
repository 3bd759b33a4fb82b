"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useDraftFeed } from "~/live/use-live";
import { useTRPC } from "~/trpc/client";
import { refusalWords } from "~/trpc/refusal";
import { counted } from "../review/count-words";
import { Button } from "../ui/button";
import { Confirm } from "../ui/confirm";
import { toast } from "../ui/toast";

type Props = { readonly id: number; readonly serialNo: number };

/** Makes an old text the draft, and shows what an apply of it would do. Asks first when that throws changes away. */
export function RestoreButton({ id, serialNo }: Props) {
  const router = useRouter();
  const draft = useDraftFeed();
  const { mutate, isPending, isSuccess } = useMutation(
    useTRPC().revisions.restore.mutationOptions({
      onSuccess: () => router.push("/review"),
      onError: (error) => toast.error(refusalWords(error), { duration: 20_000 }),
    }),
  );
  const restore = () => mutate({ id });
  const busy = isPending || isSuccess;
  const label = busy ? "Restoring…" : `Restore serial ${String(serialNo)}`;
  if (!draft || draft.changes === 0)
    return (
      <Button look="primary" busy={busy} disabled={!draft} onClick={restore}>
        {label}
      </Button>
    );
  const many = counted(draft.changes, "change");
  return (
    <Confirm
      trigger={
        <Button look="primary" busy={busy}>
          {label}…
        </Button>
      }
      title={`Replace the draft with serial ${String(serialNo)}?`}
      action={`Replace ${many}`}
      cancel="Keep the draft"
      onConfirm={restore}
    >
      The draft has {many} that {draft.changes === 1 ? "is" : "are"} not applied
      {draft.lastEdit && ` (last by ${draft.lastEdit.author})`}. {draft.changes === 1 ? "It is" : "They are"} lost, for
      everybody who edits. Nothing reaches a router before you apply it.
    </Confirm>
  );
}
