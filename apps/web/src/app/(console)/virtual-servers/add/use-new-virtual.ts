import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm, type FieldErrors } from "react-hook-form";
import { leaveQuietly } from "~/components/forms/leave-guard";
import { refusedFields } from "~/components/forms/refused-fields";
import { splitCidr } from "~/components/forms/text-values";
import { virtualHref } from "~/components/shell/places";
import { toast } from "~/components/ui/toast";
import { useTRPC } from "~/trpc/client";
import { refusalWords } from "~/trpc/refusal";
import { FRESH, inputOf, readNewVirtual, type NewVirtual } from "./new-virtual";
import { suggestDevice } from "./suggest-device";

/** The form of a new virtual server: what is typed, how an address completes other inputs, and the way into the draft. */
export function useNewVirtual() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const [failure, setFailure] = useState<string | null>(null);
  const routers = useQuery(trpc.control.interfaces.queryOptions(undefined, { staleTime: 60_000 }));
  const rows = useQuery(trpc.virtuals.list.queryOptions());
  const addition = useMutation(trpc.virtuals.add.mutationOptions());
  const form = useForm<NewVirtual>({
    defaultValues: FRESH,
    mode: "onTouched",
    resolver: (typed) => {
      const read = readNewVirtual(typed);
      return read.ok ? { values: typed, errors: {} } : { values: {}, errors: asFieldErrors(read.errors) };
    },
  });
  const { setValue, getValues, setError } = form;

  const completeAddress = (text: string) => {
    const both = splitCidr(text);
    if (both) {
      setValue("address", both.address, { shouldValidate: true });
      setValue("netmask", both.mask);
    }
    if (getValues("device") !== "") return;
    const interfaces = routers.data?.flatMap((one) => one.interfaces) ?? [];
    const device = suggestDevice(both?.address ?? text, interfaces, rows.data?.map((row) => row.device) ?? []);
    if (device !== undefined) setValue("device", device, { shouldValidate: true });
  };

  const add = async (typed: NewVirtual) => {
    const read = readNewVirtual(typed);
    if (!read.ok) return;
    setFailure(null);
    try {
      const written = await addition.mutateAsync({ value: read.value });
      await client.invalidateQueries(trpc.virtuals.pathFilter());
      toast.success(`${read.value.name} added to the draft`, {
        description: written.warnings.map(({ message }) => message).join(" "),
      });
      leaveQuietly(() => router.replace(virtualHref(written.id)));
    } catch (refusal) {
      const fields = refusedFields(refusal);
      for (const [path, message] of fields.filter(([path]) => path !== ""))
        setError(inputOf(path.split(".")), { message });
      const whole = fields.find(([path]) => path === "")?.[1];
      if (fields.length === 0 || whole !== undefined) setFailure(whole ?? refusalWords(refusal));
    }
  };

  return {
    form,
    completeAddress,
    submit: () => void form.handleSubmit(add)(),
    /** Why nothing was added, where it is no input's. */
    failure,
    unsaved: form.formState.isDirty && !addition.isSuccess,
  };
}

const asFieldErrors = (errors: Readonly<Partial<Record<keyof NewVirtual, string>>>): FieldErrors<NewVirtual> =>
  Object.fromEntries(Object.entries(errors).map(([name, message]) => [name, { type: "schema", message }]));
