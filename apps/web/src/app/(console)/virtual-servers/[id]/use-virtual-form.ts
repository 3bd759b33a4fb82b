import { virtualServerSchema, type VirtualServer } from "@piranha/lvs/config";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { usePathname, useRouter } from "next/navigation";
import { leaveQuietly } from "~/components/forms/leave-guard";
import type { Spec } from "~/components/forms/spec";
import { usePartForm, type Part, type PartForm } from "~/components/forms/use-part-form";
import { virtualHref } from "~/components/shell/places";
import { toast } from "~/components/ui/toast";
import { useTRPC } from "~/trpc/client";

type Options = {
  readonly id: string;
  readonly part: Part<VirtualServer>;
  readonly specs: readonly Spec[];
  readonly labels: Readonly<Record<string, string>>;
};

/** A form over some fields of one virtual server; the rest stay as they are. A new name leads to its new address. */
export function useVirtualForm({ id, part, specs, labels }: Options): PartForm {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const pathname = usePathname();
  const { mutateAsync } = useMutation(trpc.virtuals.set.mutationOptions());
  const load = (which: string) => client.query({ ...trpc.virtuals.get.queryOptions({ id: which }), staleTime: 0 });
  return usePartForm({
    part,
    level: "virtual",
    specs,
    labels,
    schema: virtualServerSchema,
    load: () => load(id),
    save: async ({ hash, value }) => {
      const written = await mutateAsync({ id, hash, value });
      toast.success("Saved to the draft");
      void client.invalidateQueries(trpc.virtuals.list.pathFilter());
      const saved = await load(written.id);
      if (written.id !== id)
        leaveQuietly(() => router.replace(pathname.replace(virtualHref(id), () => virtualHref(written.id))));
      return { part: saved, warnings: written.warnings };
    },
  });
}
