"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTRPC } from "~/trpc/client";
import { described, Field } from "../ui/field";
import { Input } from "../ui/input";
import { usePart } from "./part-form-context";
import { deviceName } from "./spec";

type Props = {
  /** Of the address that is raised on it. */
  readonly field: string;
  readonly help: ReactNode;
};

/** The interface that goes with an address: one of the routers' own, or whatever is typed. */
export function DeviceField({ field, help }: Props) {
  const { form, labels } = usePart();
  const name = deviceName(field);
  const error = form.formState.errors[name]?.message;
  return (
    <Field id={name} label={labels[name] ?? "Device"} error={error} help={help}>
      <Input {...form.register(name)} {...described(name, error)} mono list={`${name}-list`} placeholder="eth0:1" />
      <InterfaceList id={`${name}-list`} />
    </Field>
  );
}

/** The routers' interfaces as suggestions, each with who has it; nothing while no router answers. */
export function InterfaceList({ id }: { readonly id: string }) {
  const { data = [] } = useQuery(useTRPC().control.interfaces.queryOptions(undefined, { staleTime: 60_000 }));
  const names = [...new Set(data.flatMap(({ interfaces }) => interfaces.map(({ name }) => name)))].filter(
    (name) => name !== "lo",
  );
  return (
    <datalist id={id}>
      {names.map((name) => (
        <option key={name} value={name}>
          {data.flatMap(({ router, interfaces }) => whereIs(name, router, interfaces)).join(", ")}
        </option>
      ))}
    </datalist>
  );
}

type Interfaces = readonly { readonly name: string; readonly up: boolean; readonly addresses: readonly string[] }[];

function whereIs(name: string, router: string, interfaces: Interfaces): string[] {
  const own = interfaces.find((one) => one.name === name);
  return own ? [[router, own.up ? "" : "(down)", ...own.addresses].filter(Boolean).join(" ")] : [];
}
