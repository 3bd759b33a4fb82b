"use client";

import { useWatch } from "react-hook-form";
import { described, Field } from "../ui/field";
import { Input } from "../ui/input";
import { usePart } from "./part-form-context";

type Props = { readonly block: "virtual" | "server"; readonly help: string };

/** The name of a block. */
export function NameField({ block, help }: Props) {
  const { form, labels } = usePart();
  const name = useWatch({ control: form.control, name: "name" });
  const error = form.formState.errors["name"]?.message;
  const shown = typeof name === "string" && name.trim() !== "" ? name.trim() : "NAME";
  return (
    <Field
      id="name"
      label={labels["name"] ?? "Name"}
      error={error}
      help={help}
      line={`${block} ${shown.includes(" ") ? `"${shown}"` : shown} { … }`}
    >
      <Input {...form.register("name")} {...described("name", error)} />
    </Field>
  );
}
