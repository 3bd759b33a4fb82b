"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm, useWatch, type FieldErrors } from "react-hook-form";
import { InterfaceList } from "~/components/forms/device-field";
import { LeaveGuard, leaveQuietly } from "~/components/forms/leave-guard";
import { refusedFields } from "~/components/forms/refused-fields";
import { splitCidr } from "~/components/forms/text-values";
import { virtualHref } from "~/components/shell/places";
import { useMayChange } from "~/components/shell/who";
import { Banner } from "~/components/ui/banner";
import { Button } from "~/components/ui/button";
import { Card, CardBody } from "~/components/ui/card";
import { described, Field, FieldSet } from "~/components/ui/field";
import { Input } from "~/components/ui/input";
import { Radio } from "~/components/ui/radio";
import { Select } from "~/components/ui/select";
import { Switch } from "~/components/ui/switch";
import { Textarea } from "~/components/ui/textarea";
import { toast } from "~/components/ui/toast";
import { useTRPC } from "~/trpc/client";
import { refusalWords } from "~/trpc/refusal";
import { PROTOCOL_CHOICES, SCHEDULER_CHOICES } from "../[id]/virtual-fields";
import { FRESH, inputOf, readNewVirtual, type NewVirtual } from "./new-virtual";
import { readServerLines } from "./server-lines";
import { suggestDevice } from "./suggest-device";

const CHECKS = [
  { value: "web", label: "Ask it for a web page", help: "Sends GET / and expects an answer that begins with HTTP." },
  { value: "connect", label: "Open a connection", help: "It is up when it takes one." },
  { value: "talk", label: "Send and expect…", help: "A text of your own, and how its answer begins." },
] as const;

/** One page from nothing to a service; it goes to the draft, and takes effect when that is applied. */
export function AddVirtual() {
  const mayChange = useMayChange();
  const trpc = useTRPC();
  const client = useQueryClient();
  const router = useRouter();
  const [failure, setFailure] = useState<string | null>(null);
  const routers = useQuery(trpc.control.interfaces.queryOptions(undefined, { staleTime: 60_000 }));
  const rows = useQuery(trpc.virtuals.list.queryOptions());
  const addition = useMutation(trpc.virtuals.add.mutationOptions());
  const { register, control, formState, setValue, getValues, setError, handleSubmit } = useForm<NewVirtual>({
    defaultValues: FRESH,
    mode: "onTouched",
    resolver: (typed) => {
      const read = readNewVirtual(typed);
      return read.ok ? { values: typed, errors: {} } : { values: {}, errors: asFieldErrors(read.errors) };
    },
  });
  const [check, servers, active] = useWatch({ control, name: ["check", "servers", "active"] });
  const error = (name: keyof NewVirtual) => formState.errors[name]?.message;
  const input = (name: keyof NewVirtual) => ({ ...register(name), ...described(name, error(name)) });

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

  if (!mayChange)
    return (
      <Banner tone="info" title="You may look, not add">
        Sign in as piranha to add a virtual server.
      </Banner>
    );
  return (
    <form noValidate onSubmit={(event) => void handleSubmit(add)(event)}>
      {failure && (
        <Banner tone="alarm" className="mb-4" title="Nothing was added">
          {failure}
        </Banner>
      )}
      <Card>
        <CardBody>
          <FieldSet title="What clients connect to">
            <Field id="name" label="Name" error={error("name")} help="What you call it; only people see it.">
              <Input {...input("name")} placeholder="web" autoFocus />
            </Field>
            <Field
              id="address"
              label="Virtual IP address"
              error={error("address")}
              help="The mask may stand behind it: 192.0.2.10/24."
            >
              <Input
                {...register("address", {
                  onBlur: (event: { target: { value: string } }) => completeAddress(event.target.value),
                })}
                {...described("address", error("address"))}
                mono
                placeholder="192.0.2.10"
              />
            </Field>
            <Field
              id="device"
              label="Device"
              error={error("device")}
              help="Filled in when one of the routers' interfaces is in the address's network."
            >
              <Input {...input("device")} mono placeholder="eth0:1" list="device-list" />
              <InterfaceList id="device-list" />
            </Field>
            <Field id="netmask" label="Network mask" error={error("netmask")} help="Empty: the address alone.">
              <Input {...input("netmask")} mono placeholder="255.255.255.255" />
            </Field>
            <Field
              id="port"
              label="Application port"
              error={error("port")}
              help="0 stands for every port, and needs persistence."
            >
              <Input {...input("port")} inputMode="numeric" />
            </Field>
            <Field id="protocol" label="Protocol" error={error("protocol")}>
              <Select {...input("protocol")}>
                {PROTOCOL_CHOICES.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </Select>
            </Field>
          </FieldSet>
          <FieldSet title="Who does the work">
            <Field
              id="servers"
              label="Real servers"
              error={error("servers")}
              help="Addresses, in one line or many, each with :PORT, weight N or name WORD behind it where they differ."
            >
              <Textarea {...input("servers")} rows={4} placeholder={"10.11.12.1\n10.11.12.2:8080 weight 2"} />
              <ServerPreview text={servers} />
            </Field>
            <Field
              id="scheduler"
              label="Scheduling"
              error={error("scheduler")}
              help="How the next connection finds its real server."
            >
              <Select {...input("scheduler")}>
                {SCHEDULER_CHOICES.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </Select>
            </Field>
            <Field
              id="persistentSeconds"
              label="Persistence"
              error={error("persistentSeconds")}
              help="How long a client comes back to the same real server. Empty: not at all."
            >
              <Input {...input("persistentSeconds")} inputMode="numeric" unit="seconds" placeholder="0" />
            </Field>
          </FieldSet>
          <FieldSet title="Who is fit">
            <Field
              group
              id="check"
              label="Check"
              error={error("check")}
              help="Every 6 seconds. A real server that failed gets connections again after it has answered for 15 seconds."
            >
              {CHECKS.map(({ value, label, help }) => (
                <Radio key={value} {...register("check")} value={value} label={label} help={help} />
              ))}
            </Field>
            {check === "talk" && (
              <>
                <Field id="send" label="Send" error={error("send")} help="\r and \n stand for the end of a line.">
                  <Input {...input("send")} mono placeholder="GET / HTTP/1.0\r\n\r\n" />
                </Field>
                <Field
                  id="expect"
                  label="Expect"
                  error={error("expect")}
                  help="How the answer must begin; * stands for any one character."
                >
                  <Input {...input("expect")} mono placeholder="any answer" />
                </Field>
              </>
            )}
            <Field
              id="active"
              label="Active"
              help={
                active
                  ? "On: it serves as soon as the draft is applied."
                  : "Off: it is kept in lvs.cf and serves nobody."
              }
            >
              <Switch {...input("active")} className="mt-1.5" />
            </Field>
          </FieldSet>
        </CardBody>
      </Card>
      <div className="sticky bottom-0 z-20 -mx-3 mt-4 flex flex-wrap items-center gap-2 border-t bg-page px-3 py-3 sm:mx-0 sm:px-0">
        <Button type="submit" look="primary" busy={formState.isSubmitting}>
          {formState.isSubmitting ? "Adding…" : "Add to the draft"}
        </Button>
        <p className="text-sm text-muted max-sm:hidden">Nothing takes effect before it is reviewed and applied.</p>
      </div>
      <LeaveGuard when={formState.isDirty && !addition.isSuccess} what="the new virtual server" />
    </form>
  );
}

/** How the lines were understood, while they are typed. */
function ServerPreview({ text }: { readonly text: string }) {
  const { servers } = readServerLines(text);
  if (servers.length === 0) return null;
  return (
    <ol aria-label="As understood" className="mt-1.5 max-h-40 overflow-y-auto text-sm text-muted">
      {servers.map(({ name, address, port, weight }, at) => (
        <li key={at} className="flex gap-2">
          <span className="w-20 shrink-0 truncate">{name}</span>
          <span className="min-w-0 truncate font-mono text-xs leading-5">
            {address}
            {port !== undefined && `:${String(port)}`}
          </span>
          {weight !== undefined && <span>weight {weight}</span>}
        </li>
      ))}
    </ol>
  );
}

const asFieldErrors = (errors: Readonly<Partial<Record<keyof NewVirtual, string>>>): FieldErrors<NewVirtual> =>
  Object.fromEntries(Object.entries(errors).map(([name, message]) => [name, { type: "schema", message }]));
