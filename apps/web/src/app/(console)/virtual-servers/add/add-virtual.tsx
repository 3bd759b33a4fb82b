"use client";

import { useWatch } from "react-hook-form";
import { InterfaceList } from "~/components/forms/device-field";
import { LeaveGuard } from "~/components/forms/leave-guard";
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
import { PROTOCOL_CHOICES, SCHEDULER_CHOICES } from "../[id]/virtual-fields";
import type { NewVirtual } from "./new-virtual";
import { ServerPreview } from "./server-preview";
import { useNewVirtual } from "./use-new-virtual";

const CHECKS = [
  { value: "web", label: "Ask it for a web page", help: "Sends GET / and expects an answer that begins with HTTP." },
  { value: "connect", label: "Open a connection", help: "It is up when it takes one." },
  { value: "talk", label: "Send and expect…", help: "A text of your own, and how its answer begins." },
] as const;

/** One page from nothing to a service; it goes to the draft, and takes effect when that is applied. */
export function AddVirtual() {
  const mayChange = useMayChange();
  const { form, completeAddress, submit, failure, unsaved } = useNewVirtual();
  const { register, control, formState } = form;
  const [check, servers, active] = useWatch({ control, name: ["check", "servers", "active"] });
  const error = (name: keyof NewVirtual) => formState.errors[name]?.message;
  const input = (name: keyof NewVirtual) => ({ ...register(name), ...described(name, error(name)) });

  if (!mayChange)
    return (
      <Banner tone="info" title="You may look, not add">
        Sign in as piranha to add a virtual server.
      </Banner>
    );
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
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
      <LeaveGuard when={unsaved} what="the new virtual server" />
    </form>
  );
}
