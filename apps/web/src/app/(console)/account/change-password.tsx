"use client";

import { useMutation } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { Banner } from "~/components/ui/banner";
import { Button } from "~/components/ui/button";
import { Card, CardBody, CardHeader } from "~/components/ui/card";
import { described, Field } from "~/components/ui/field";
import { Input } from "~/components/ui/input";
import { useTRPC } from "~/trpc/client";
import { refusalWords } from "~/trpc/refusal";

/** Changes my password. Afterwards I sign in again, here and everywhere. */
export function ChangePassword() {
  const [differ, setDiffer] = useState(false);
  const change = useMutation(
    useTRPC().account.changePassword.mutationOptions({
      onSuccess: () => window.location.assign("/sign-in?changed=1"),
    }),
  );
  const fields = change.error?.data?.refusal?.fields;
  const errors = {
    current: fields?.current,
    next: fields?.next,
    again: differ ? "This is not the same. Type the new password twice" : undefined,
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [current, next, again] = ["current", "next", "again"].map((name) => text(form.get(name)));
    setDiffer(next !== again);
    change.reset();
    if (current !== undefined && next !== undefined && next === again) change.mutate({ current, next });
  };
  return (
    <Card>
      <CardHeader title="Change password" />
      <CardBody>
        <form onSubmit={submit}>
          {ROWS.map(({ id, label, autoComplete, help }) => (
            <Field key={id} id={`password-${id}`} label={label} help={help} error={errors[id]}>
              <Input
                {...described(`password-${id}`, errors[id])}
                name={id}
                type="password"
                autoComplete={autoComplete}
                required
                maxLength={1_000}
              />
            </Field>
          ))}
          {change.error && !fields && (
            <Banner tone="alarm" className="my-3">
              {refusalWords(change.error)}
            </Banner>
          )}
          <div className="mt-2 md:pl-[13.25rem]">
            <Button type="submit" look="primary" busy={change.isPending || change.isSuccess}>
              {change.isPending ? "Changing…" : "Change password"}
            </Button>
          </div>
        </form>
      </CardBody>
    </Card>
  );
}

const ROWS = [
  { id: "current", label: "Current password", autoComplete: "current-password", help: "" },
  {
    id: "next",
    label: "New password",
    autoComplete: "new-password",
    help: "At least 12 characters. Three words that do not belong together are easy to keep and hard to guess.",
  },
  {
    id: "again",
    label: "New password again",
    autoComplete: "new-password",
    help: "Every browser, this one too, must then sign in with the new one.",
  },
] as const;

const text = (value: FormDataEntryValue | null): string => (typeof value === "string" ? value : "");
