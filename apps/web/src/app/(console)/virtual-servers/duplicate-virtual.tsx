"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { refusedFields } from "~/components/forms/refused-fields";
import { virtualHref } from "~/components/shell/places";
import { Button } from "~/components/ui/button";
import { Dialog, DialogActions, DialogClose } from "~/components/ui/dialog";
import { Input } from "~/components/ui/input";
import { toast } from "~/components/ui/toast";
import { useTRPC } from "~/trpc/client";
import { refusalWords } from "~/trpc/refusal";

type Props = { readonly id: string; readonly name: string; readonly onOpenChange: (open: boolean) => void };

/** Asks for the name of a copy, makes it, and goes there. */
export function DuplicateVirtual({ id, name, onOpenChange }: Props) {
  const [copy, setCopy] = useState(`${name}-2`);
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const { mutate, isPending, error } = useMutation(
    trpc.virtuals.duplicate.mutationOptions({
      onSuccess: async (written) => {
        await client.invalidateQueries(trpc.virtuals.pathFilter());
        toast.success(`${copy} added to the draft, inactive`);
        onOpenChange(false);
        router.push(virtualHref(written.id));
      },
    }),
  );
  const words = error && (refusedFields(error)[0]?.[1] ?? refusalWords(error));
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title={`Duplicate ${name}`}
      description="The copy has the same address and real servers. It is inactive, so that the two do not claim one address."
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          mutate({ id, name: copy.trim() });
        }}
      >
        <label className="grid gap-1 font-medium">
          Name of the copy
          <Input
            autoFocus
            value={copy}
            onChange={(event) => setCopy(event.target.value)}
            aria-invalid={words ? true : undefined}
            aria-describedby="copy-error"
          />
          <span id="copy-error" role="alert" className="text-sm font-normal text-down empty:hidden">
            {words}
          </span>
        </label>
        <DialogActions>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" look="primary" busy={isPending}>
            Duplicate
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
