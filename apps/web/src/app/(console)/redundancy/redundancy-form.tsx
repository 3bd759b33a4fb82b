"use client";

import type { GlobalSettings } from "@piranha/lvs/config";
import { useQuery } from "@tanstack/react-query";
import { useWatch } from "react-hook-form";
import { InterfaceList } from "~/components/forms/device-field";
import { DirectiveField } from "~/components/forms/directive-field";
import { LoadPart } from "~/components/forms/load-part";
import { PartFormFrame } from "~/components/forms/part-form-frame";
import type { Part } from "~/components/forms/use-part-form";
import { useSettingsForm } from "~/components/forms/use-settings-form";
import { useMayChange } from "~/components/shell/who";
import { Banner } from "~/components/ui/banner";
import { Button } from "~/components/ui/button";
import { Card, CardBody } from "~/components/ui/card";
import { Disclosure } from "~/components/ui/disclosure";
import { FieldSet } from "~/components/ui/field";
import { Switch } from "~/components/ui/switch";
import { useTRPC } from "~/trpc/client";
import { ADVANCED, LABELS, RESET, SPECS } from "./redundancy-fields";

export function RedundancyPart() {
  const query = useQuery(useTRPC().settings.get.queryOptions());
  return <LoadPart query={query}>{(part) => <RedundancyForm part={part} />}</LoadPart>;
}

function RedundancyForm({ part }: { readonly part: Part<GlobalSettings> }) {
  const form = useSettingsForm(part, SPECS, LABELS);
  const [on, syncOn] = useWatch({ control: form.form.control, name: ["backupActive", "syncDaemon"] });
  const mayChange = useMayChange();
  const advanced = ADVANCED.filter((field) => part.value[field] !== undefined).length;
  const reset = () => {
    for (const [name, value] of Object.entries(RESET))
      form.form.setValue(name, value, { shouldDirty: true, shouldValidate: true });
  };
  return (
    <PartFormFrame
      form={form}
      what="redundancy"

      extra={
        <Button look="quiet" onClick={reset}>
          Reset to defaults
        </Button>
      }
    >
      <Card>
        <CardBody>
          <label className="mb-4 flex items-center gap-3 text-lg font-semibold">
            <Switch {...form.form.register("backupActive")} id="backupActive" />
            Backup: {on ? "active" : "inactive"}
          </label>
          {!on && (
            <Banner className="mb-4" tone="warning" title="One router serves alone">
              When it fails, nobody takes over.{" "}
              {mayChange && "Switch the backup on and enter the second router's address."}
            </Banner>
          )}
          <FieldSet title="Second router">
            <DirectiveField field="backup" />
            <DirectiveField
              field="backupPrivate"
              more={
                part.value.primaryPrivate === undefined &&
                "The primary has no private address yet; it is set under Global."
              }
            />
          </FieldSet>
          <FieldSet title="Heartbeat">
            <DirectiveField field="keepaliveSeconds" />
            <DirectiveField field="deadtimeSeconds" />
            <DirectiveField field="heartbeatPort" />
            <DirectiveField field="monitorLinks" />
          </FieldSet>
          <FieldSet title="Connections of clients">
            <DirectiveField field="syncDaemon" />
            <div className={syncOn ? undefined : "hidden"}>
              <DirectiveField field="syncInterface" list="sync-interfaces" />
              <InterfaceList id="sync-interfaces" />
              <DirectiveField field="syncId" />
            </div>
          </FieldSet>
          <Disclosure title="Advanced" note={advanced > 0 ? `${String(advanced)} set` : undefined} open={advanced > 0}>
            <DirectiveField field="cluster" />
            <DirectiveField field="preempt" />
            <DirectiveField field="preemptDelaySeconds" />
            <DirectiveField field="witnesses" lines={3} more="One a line." />
            <DirectiveField field="announceIntervalSeconds" />
          </Disclosure>
        </CardBody>
      </Card>
    </PartFormFrame>
  );
}
