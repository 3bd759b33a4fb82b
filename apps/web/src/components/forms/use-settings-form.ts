import { globalSettingsSchema, type GlobalSettings } from "@piranha/lvs/config";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "~/trpc/client";
import { toast } from "../ui/toast";
import type { Spec } from "./spec";
import { usePartForm, type Part, type PartForm } from "./use-part-form";

/** A form over some of the global settings; the rest of them stay as they are. */
export function useSettingsForm(
  part: Part<GlobalSettings>,
  specs: readonly Spec[],
  labels: Readonly<Record<string, string>>,
): PartForm {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { mutateAsync } = useMutation(trpc.settings.set.mutationOptions());
  const load = () => client.query({ ...trpc.settings.get.queryOptions(), staleTime: 0 });
  return usePartForm({
    part,
    level: "global",
    specs,
    labels,
    schema: globalSettingsSchema,
    load,
    save: async ({ hash, value }) => {
      const { warnings } = await mutateAsync({ hash, value });
      toast.success("Saved to the draft");
      return { part: await load(), warnings };
    },
  });
}
