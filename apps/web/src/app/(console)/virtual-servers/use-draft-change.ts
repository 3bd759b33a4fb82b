import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "~/components/ui/toast";
import { useTRPC } from "~/trpc/client";
import { refusalWords } from "~/trpc/refusal";

/** Changes of the draft from the list, each with its toast. */
export function useDraftChange() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const renew = () => client.invalidateQueries(trpc.virtuals.pathFilter());
  const onError = (error: unknown) => toast.error(refusalWords(error), { duration: 20_000 });
  const many = useMutation(trpc.virtuals.setMany.mutationOptions({ onSuccess: renew, onError }));
  const addition = useMutation(trpc.virtuals.add.mutationOptions({ onSuccess: renew, onError }));
  const removal = useMutation(trpc.virtuals.remove.mutationOptions());

  const setActive = (ids: readonly string[], active: boolean, onDone?: () => void) =>
    many.mutate(
      { ids: [...ids], active },
      {
        onSuccess: ({ changed }) => {
          const verb = active ? "activated" : "deactivated";
          toast.success(`${namesOf(ids, changed)} ${verb} in the draft`, {
            action: { label: "Undo", onClick: () => setActive(ids, !active) },
          });
          onDone?.();
        },
      },
    );

  /** Takes it out of the draft; Undo puts it back where it stood. */
  const remove = async (id: string, onDone?: () => void) => {
    try {
      const { value, hash, index } = await client.query({ ...trpc.virtuals.get.queryOptions({ id }), staleTime: 0 });
      const rows = await client.query({ ...trpc.virtuals.list.queryOptions(), staleTime: 0 });
      const before = rows.filter(({ change }) => change !== "removed")[index - 1]?.id;
      await removal.mutateAsync({ id, hash });
      onDone?.();
      // only the list: its own page may still be in sight, and would say that it is gone
      void client.invalidateQueries(trpc.virtuals.list.pathFilter());
      toast.success(`${value.name} deleted from the draft`, {
        action: {
          label: "Undo",
          onClick: () => addition.mutate({ value, ...(before !== undefined && { afterId: before }) }),
        },
      });
    } catch (error) {
      onError(error);
    }
  };

  return { setActive, remove, busy: many.isPending || removal.isPending };
}

const namesOf = (ids: readonly string[], changed: number): string =>
  ids.length === 1
    ? (ids[0] ?? "")
    : `${changed.toLocaleString("en")} of ${ids.length.toLocaleString("en")} virtual servers`;
