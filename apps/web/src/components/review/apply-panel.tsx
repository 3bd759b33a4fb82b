"use client";

import { useState } from "react";
import { useMayChange } from "../shell/who";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { Card, CardHeader } from "../ui/card";
import { Confirm } from "../ui/confirm";
import { Textarea } from "../ui/textarea";
import type { Review } from "./answers";
import { applyState } from "./apply-state";

const NOTE_LIMIT = 500;

type Props = {
  readonly review: Review;
  /** Routers that run another text than the one the draft starts from. */
  readonly behind: readonly string[];
  /** Somebody applies right now, or the page is between two states. */
  readonly busy: boolean;
  readonly refusal: string | null;
  readonly onApply: (note: string) => void;
};

/** The note, and the button that brings the draft to the routers; it asks again where traffic will notice. */
export function ApplyPanel({ review, behind, busy, refusal, onApply }: Props) {
  const mayChange = useMayChange();
  const [note, setNote] = useState("");
  const { serialNo } = review;
  const { blocked, ask, routers } = applyState(review, behind);
  const apply = () => onApply(note.trim());
  const button = (
    <Button
      look="primary"
      busy={busy}
      disabled={blocked !== null}
      aria-describedby={blocked === null ? undefined : "apply-blocked"}
      className="h-10"
      {...(ask.length === 0 && { onClick: apply })}
    >
      {busy ? "Applying…" : `Apply serial ${String(serialNo)} to ${routers}`}
      {ask.length > 0 && !busy && "…"}
    </Button>
  );
  return (
    <Card id="apply" aria-label="Apply" className="scroll-mt-32">
      <CardHeader title="Apply" />
      <div className="grid gap-3 p-4">
        {mayChange ? (
          <>
            <div>
              <label htmlFor="note" className="mb-1 block font-medium">
                Note for the history
              </label>
              <Textarea
                id="note"
                rows={2}
                maxLength={NOTE_LIMIT}
                value={note}
                onChange={({ target }) => setNote(target.value)}
                placeholder="Why: a ticket, a sentence. May stay empty."
                className="font-sans"
              />
              {note.length > NOTE_LIMIT - 50 && (
                <p role="status" className="mt-1 text-sm text-muted">
                  {NOTE_LIMIT - note.length} characters left
                </p>
              )}
            </div>
            {refusal !== null && (
              <Banner tone="alarm" title="It was not applied">
                {refusal}
              </Banner>
            )}
            {ask.length > 0 && blocked === null ? (
              <Confirm
                trigger={button}
                title={`Apply serial ${String(serialNo)} to ${routers}?`}
                action={`Apply serial ${String(serialNo)}`}
                cancel="Look again"
                onConfirm={apply}
              >
                <ul className="grid max-h-[50dvh] list-disc gap-1 overflow-y-auto pl-5">
                  {ask.map((words) => (
                    <li key={words} className="break-words">
                      {words}
                    </li>
                  ))}
                </ul>
                <p className="mt-3">What runs now stays in the history and can be restored from there.</p>
              </Confirm>
            ) : (
              button
            )}
            {blocked !== null && (
              <p id="apply-blocked" className="text-sm text-down">
                {blocked}
              </p>
            )}
            <p className="text-sm text-muted">
              The standby first, then the router that serves. Each is asked afterwards what it runs.
            </p>
          </>
        ) : (
          <p className="text-muted">
            You may look at everything here and apply nothing. Whoever signs in as piranha can apply it.
          </p>
        )}
      </div>
    </Card>
  );
}
