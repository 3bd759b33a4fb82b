import type { RealServer } from "@piranha/lvs/config";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "~/components/ui/toast";
import { useTRPC } from "~/trpc/client";
import { refusalWords } from "~/trpc/refusal";

type Change = { readonly serverId: string | null; readonly hash: string; readonly value: RealServer };
type Removal = { readonly serverId: string; readonly hash: string; readonly server: RealServer };

/** Changes of one real server from the list, each with its toast. */
export function useServerChange(id: string) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const shared = {
    onSuccess: () => client.invalidateQueries(trpc.virtuals.pathFilter()),
    onError: (error: unknown) => toast.error(refusalWords(error), { duration: 20_000 }),
  };
  const setting = useMutation(trpc.virtuals.setServer.mutationOptions(shared));
  const removal = useMutation(trpc.virtuals.removeServer.mutationOptions(shared));

  const set = ({ serverId, hash, value }: Change) => setting.mutate({ id, serverId, hash, value });
  /** Undo puts it back behind the others. */
  const remove = ({ serverId, hash, server }: Removal) =>
    removal.mutate(
      { id, serverId, hash },
      {
        onSuccess: (written) =>
          toast.success(`${server.name} deleted from the draft`, {
            action: { label: "Undo", onClick: () => set({ serverId: null, hash: written.hash, value: server }) },
          }),
      },
    );
  return { set, remove };
}
