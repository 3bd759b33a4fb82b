"use client";

import type { GlobalSettings } from "@piranha/lvs/config";
import { useQuery } from "@tanstack/react-query";
import { useWatch } from "react-hook-form";
import { DeviceField } from "~/components/forms/device-field";
import { DirectiveField } from "~/components/forms/directive-field";
import { KeptLines } from "~/components/forms/kept-lines";
import { LoadPart } from "~/components/forms/load-part";
import { PartFormFrame } from "~/components/forms/part-form-frame";
import { splitCidr } from "~/components/forms/text-values";
import type { Part } from "~/components/forms/use-part-form";
import { useSettingsForm } from "~/components/forms/use-settings-form";
import { Card, CardBody } from "~/components/ui/card";
import { Disclosure } from "~/components/ui/disclosure";
import { FieldSet } from "~/components/ui/field";
import { useTRPC } from "~/trpc/client";
import { ADVANCED, KEPT, LABELS, SPECS } from "./global-fields";
import { NetworkType } from "./network-type";

export function GlobalSettingsPart() {
  const query = useQuery(useTRPC().settings.get.queryOptions());
  return <LoadPart query={query}>{(part) => <GlobalForm part={part} />}</LoadPart>;
}

function GlobalForm({ part }: { readonly part: Part<GlobalSettings> }) {
  const form = useSettingsForm(part, SPECS, LABELS);
  const network = useWatch({ control: form.form.control, name: "network" });
  const nat = network === "" || network === "nat";
  const takeMaskAlong = (text: string) => {
    const both = splitCidr(text);
    if (!both) return;
    form.form.setValue("natRouter", both.address, { shouldDirty: true, shouldValidate: true });
    form.form.setValue("natNetmask", both.mask, { shouldDirty: true, shouldValidate: true });
  };
  const advanced = ADVANCED.filter((field) => part.value[field] !== undefined).length;
  return (
    <PartFormFrame form={form} what="the global settings">
      <Card>
        <CardBody>
          <FieldSet title="Environment">
            <DirectiveField field="primary" />
            <DirectiveField field="primaryPrivate" more="May be blank." />
            <DirectiveField field="tcpTimeoutSeconds" unit="seconds" />
            <DirectiveField field="tcpFinTimeoutSeconds" unit="seconds" />
            <DirectiveField field="udpTimeoutSeconds" unit="seconds" />
          </FieldSet>
          <FieldSet title="Network">
            <NetworkType />
            {/* kept in the file whatever the type is, so that trying another one loses nothing */}
            <div className={nat ? undefined : "hidden"}>
              <DirectiveField field="natRouter" onLeave={takeMaskAlong} />
              <DirectiveField field="natNetmask" more="A length works too: /24, or the whole network." />
              <DeviceField
                field="natRouter"
                help="The interface on the inside, with an alias behind a colon if you like: eth1:1."
              />
            </div>
          </FieldSet>
          <Disclosure title="Advanced" note={advanced > 0 ? `${String(advanced)} set` : undefined} open={advanced > 0}>
            <DirectiveField field="masquerade" />
            <DirectiveField field="activeCommand" />
            <DirectiveField field="inactiveCommand" />
            <KeptLines level="global" part={part.value} fields={KEPT} />
          </Disclosure>
        </CardBody>
      </Card>
    </PartFormFrame>
  );
}
