"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useDraftFeed } from "~/live/use-live";
import { useTRPC } from "~/trpc/client";
import { refusalWords } from "~/trpc/refusal";
import { counted } from "../review/count-words";
import { useMayChange } from "../shell/who";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Confirm } from "../ui/confirm";
import { takeState } from "./take-state";
import type { PreviewState } from "./use-preview";

type Props = { readonly text: string; readonly state: PreviewState };

/** Makes the text the draft, and goes on to the review. Says why when it cannot, and asks when something is lost by it. */
export function TakeButton({ text, state }: Props) {
  const router = useRouter();
  const mayChange = useMayChange();
  const draft = useDraftFeed();
  const { mutate, isPending, isSuccess, error } = useMutation(
    useTRPC().import.take.mutationOptions({ onSuccess: () => router.push("/review") }),
  );
  if (!mayChange)
    return <p className="text-muted">You may try a text here, and not take it. Whoever signs in as piranha can.</p>;
  const { blocked, ask } = takeState(state, draft);
  const take = () => draft && mutate({ text, draftVersion: draft.version });
  const busy = isPending || isSuccess;
  const button = (
    <Button
      look="primary"
      className="h-10"
      busy={busy}
      disabled={blocked !== null}
      aria-describedby={blocked === null ? undefined : "take-blocked"}
      {...(ask.length === 0 && { onClick: take })}
    >
      {busy ? "Taking…" : ask.length > 0 ? "Take as draft…" : "Take as draft"}
    </Button>
  );
  return (
    <div className="grid gap-2">
      {error && (
        <Banner tone="alarm" title="It was not taken">
          {refusalWords(error)}
        </Banner>
      )}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {ask.length > 0 && blocked === null ? (
          <Confirm
            trigger={button}
            title="Take this text as the draft?"
            action={draft && draft.changes > 0 ? `Replace ${counted(draft.changes, "change")}` : "Take it"}
            onConfirm={take}
          >
            <ul className="list-disc pl-5">
              {ask.map((words) => (
                <li key={words}>{words}</li>
              ))}
            </ul>
          </Confirm>
        ) : (
          button
        )}
        <p id="take-blocked" role="status" className="min-w-0 flex-1 basis-48 text-muted">
          {blocked ?? "Then you see what it would change, before any router hears of it."}
        </p>
      </div>
    </div>
  );
}
