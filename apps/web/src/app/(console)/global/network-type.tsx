"use client";

import { directiveOfField } from "@piranha/lvs/lvs-cf";
import { useWatch } from "react-hook-form";
import { usePart } from "~/components/forms/part-form-context";
import { lineOf } from "~/components/forms/spec";
import { Field } from "~/components/ui/field";
import { Radio } from "~/components/ui/radio";

const TYPES = [
  { value: "nat", label: "NAT", help: "Answers come back through the router, which is the servers' gateway." },
  {
    value: "direct",
    label: "Direct routing",
    help: "Servers on the same network answer clients themselves; each carries the virtual address on a device that does not answer ARP.",
  },
  {
    value: "tunnel",
    label: "Tunneling",
    help: "As direct routing, with servers anywhere: packets reach them wrapped up.",
  },
] as const;

/** Choosing one takes effect with everything else on the page, not before. */
export function NetworkType() {
  const { form, base, specs, level } = usePart();
  const network = useWatch({ control: form.control, name: "network" });
  const spec = specs.find(({ field }) => field === "network");
  const directive = directiveOfField("global", "network");
  const chosen = network === "" ? directive?.default : network;
  return (
    <Field
      group
      id="network"
      label="Use network type"
      help={directive?.help}
      error={form.formState.errors["network"]?.message}
      line={spec && lineOf(spec, level, { network }, base)}
    >
      {TYPES.map(({ value, label, help }) => (
        <Radio
          key={value}
          name="network"
          value={value}
          label={label}
          help={help}
          checked={chosen === value}
          onChange={() => form.setValue("network", value, { shouldDirty: true, shouldValidate: true })}
        />
      ))}
    </Field>
  );
}
