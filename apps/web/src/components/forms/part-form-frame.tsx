"use client";

import type { ReactNode } from "react";
import { useMayChange, useWho } from "../shell/who";
import { Age } from "../ui/age";
import { Banner } from "../ui/banner";
import { Button } from "../ui/button";
import { ErrorSummary } from "./error-summary";
import { LeaveGuard } from "./leave-guard";
import { PartFormProvider } from "./part-form-context";
import type { PartForm } from "./use-part-form";

type Props = {
  readonly form: PartForm;
  /** In sentences: "the global settings", "web". */
  readonly what: string;
  /** Beside the buttons. */
  readonly extra?: ReactNode;
  readonly children: ReactNode;
};

/** What is round the fields of every part: whose entries count, what is wrong, and the buttons, always in sight. */
export function PartFormFrame({ form, what, extra, children }: Props) {
  const mayChange = useMayChange();
  const { dirty, saving, failure, theirs, submit, discard } = form;
  return (
    <PartFormProvider form={form}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className="mb-4 grid gap-3 empty:hidden">
          {theirs !== undefined && <TheirsBanner form={form} what={what} />}
          {failure && (
            <Banner tone="alarm" title="Nothing was saved">
              {failure}
            </Banner>
          )}
          <ErrorSummary form={form.form} labels={form.labels} />
        </div>
        <fieldset disabled={!mayChange} className="min-w-0">
          {children}
        </fieldset>
        {mayChange && (
          <div className="sticky bottom-0 z-20 -mx-3 mt-4 flex flex-wrap items-center gap-2 border-t bg-page px-3 py-3 sm:mx-0 sm:px-0">
            <Button type="submit" look="primary" busy={saving} disabled={!dirty}>
              {saving ? "Saving…" : "Save to the draft"}
            </Button>
            <Button disabled={!dirty || saving} onClick={discard}>
              Discard entries
            </Button>
            {extra}
            <p role="status" className={dirty ? "text-sm font-medium" : "text-sm text-muted max-sm:hidden"}>
              {dirty ? "Not saved yet." : "Nothing takes effect before it is reviewed and applied."}
            </p>
          </div>
        )}
        <LeaveGuard when={dirty} what={what} />
      </form>
    </PartFormProvider>
  );
}

function TheirsBanner({ form, what }: { readonly form: PartForm; readonly what: string }) {
  const { theirs, loadTheirs, keepMine } = form;
  const me = useWho().name;
  const who = !theirs ? "Somebody" : theirs.author === me ? "You, in another window," : theirs.author;
  return (
    <Banner
      tone="warning"
      title={`${who} changed ${what} while you were editing`}
      actions={
        <>
          <Button size="small" onClick={loadTheirs}>
            Load theirs
          </Button>
          <Button size="small" onClick={keepMine}>
            Keep my entries
          </Button>
        </>
      }
    >
      {theirs && (
        <>
          That was <Age atMs={theirs.atMs} /> ago.{" "}
        </>
      )}
      Your entries are all still here. Keep them, and fields that you did not touch become theirs; or load theirs, and
      yours are gone.
    </Banner>
  );
}
