"use client";
import { useMutation } from "@tanstack/react-query";
import { toast } from "~/components/ui/toast";
import type { ServerRow } from "~/live/feed";
import { useTRPC } from "~/trpc/client";
import { refusalWords } from "~/trpc/refusal";

export type Click = Parameters<ReturnType<typeof useClick>["click"]>[0];

/** One click acts at once, says so, and can be undone; the row then shows what the kernel has, not what was clicked. */
export function useClick() {
  const trpc = useTRPC();
  const mutation = useMutation(trpc.control.click.mutationOptions());
  type Input = Parameters<typeof mutation.mutate>[0];
  const click = (input: Input, { says, undo }: { says: string; undo?: Input }) =>
    mutation.mutate(input, {
      onError: (error) => toast.error(refusalWords(error), { duration: 20_000 }),
      onSuccess: ({ router, warnings }) =>
        toast.success(says, {
          description: [`on ${router}`, ...warnings.slice(0, 2)].join(". "),
          ...(undo && { action: { label: "Undo", onClick: () => click(undo, { says: `Undone: ${says}` }) } }),
        }),
    });
  return { click, busy: mutation.isPending };
}

/** What brings a server back to how it was. */
export const undoOf = (virtual: string, { name, admin, until }: ServerRow) => {
  const action = { active: "activate", inactive: "deactivate", drain: "drain" } as const;
  const back = until !== null && admin !== "active" ? { until } : {};
  return { action: action[admin], target: { kind: "server" as const, virtual, server: name }, ...back };
};
