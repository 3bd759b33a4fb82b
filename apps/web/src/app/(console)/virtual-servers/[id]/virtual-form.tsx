"use client";

import { useWatch } from "react-hook-form";
import { DeviceField } from "~/components/forms/device-field";
import { DirectiveField } from "~/components/forms/directive-field";
import { KeptLines } from "~/components/forms/kept-lines";
import { NameField } from "~/components/forms/name-field";
import { PartFormFrame } from "~/components/forms/part-form-frame";
import { splitCidr } from "~/components/forms/text-values";
import { Card, CardBody } from "~/components/ui/card";
import { Disclosure } from "~/components/ui/disclosure";
import { FieldSet } from "~/components/ui/field";
import { Switch } from "~/components/ui/switch";
import { useVirtualForm } from "./use-virtual-form";
import { WithVirtual, type VirtualPart } from "./virtual-part";
import {
  ADVANCED,
  KEPT,
  LABELS,
  loadMonitorChoices,
  NETWORK_CHOICES,
  PROTOCOL_CHOICES,
  SCHEDULER_CHOICES,
  SPECS,
} from "./virtual-fields";

export function VirtualServerPart({ id }: { readonly id: string }) {
  return <WithVirtual id={id}>{(part) => <VirtualForm id={id} part={part} />}</WithVirtual>;
}

function VirtualForm({ id, part }: { readonly id: string; readonly part: VirtualPart }) {
  const form = useVirtualForm({ id, part, specs: SPECS, labels: LABELS });
  const { control, register, setValue } = form.form;
  const active = useWatch({ control, name: "active" });
  const advanced = ADVANCED.filter((field) => part.value[field] !== undefined).length;
  const takeMaskAlong = (text: string) => {
    const both = splitCidr(text);
    if (!both) return;
    setValue("address", both.address, { shouldDirty: true, shouldValidate: true });
    setValue("netmask", both.mask, { shouldDirty: true, shouldValidate: true });
  };
  return (
    <PartFormFrame form={form} what={id}>
      <Card>
        <CardBody>
          <label className="mb-4 flex items-center gap-3 text-lg font-semibold">
            <Switch {...register("active")} id="active" />
            Status: {active ? "active" : "inactive"}
          </label>
          <FieldSet title="Service">
            <NameField block="virtual" help="What you call it; only people see it." />
            <DirectiveField field="port" />
            <DirectiveField field="protocol" choices={PROTOCOL_CHOICES} />
            <DirectiveField field="address" placeholder="192.0.2.10" onLeave={takeMaskAlong} />
            <DeviceField field="address" help="The interface that it is raised on, with an alias behind a colon." />
            <DirectiveField field="netmask" more="A length works too: /24." />
            <DirectiveField field="sorryServer" placeholder="none" />
            <DirectiveField field="fwmark" more="The mark itself is set by the routers' packet filters." />
          </FieldSet>
          <FieldSet title="Real servers that fail">
            <DirectiveField field="reentrySeconds" />
            <DirectiveField field="timeoutSeconds" />
            <DirectiveField field="quiesceServer" />
            <DirectiveField field="loadMonitor" choices={loadMonitorChoices(part.value.loadMonitor)} />
          </FieldSet>
          <FieldSet title="Distribution">
            <DirectiveField field="scheduler" choices={SCHEDULER_CHOICES} />
            <DirectiveField field="persistentSeconds" unit="seconds" />
            <DirectiveField field="persistenceMask" more="A length works too: /24." />
          </FieldSet>
          <Disclosure title="Advanced" note={advanced > 0 ? `${String(advanced)} set` : undefined} open={advanced > 0}>
            <DirectiveField field="network" choices={NETWORK_CHOICES} />
            <DirectiveField field="schedulerFlags" lines={1} />
            <DirectiveField field="onePacket" />
            <DirectiveField field="floor" />
            <DirectiveField field="slowStartSeconds" />
            <DirectiveField field="drainDeadlineSeconds" />
            <DirectiveField field="flapLimit" />
            <KeptLines level="virtual" part={part.value} fields={KEPT} />
          </Disclosure>
        </CardBody>
      </Card>
    </PartFormFrame>
  );
}
