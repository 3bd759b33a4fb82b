"use client";

import { useWatch } from "react-hook-form";
import { DirectiveField } from "~/components/forms/directive-field";
import { PartFormFrame } from "~/components/forms/part-form-frame";
import type { Spec } from "~/components/forms/spec";
import { Banner } from "~/components/ui/banner";
import { Card, CardBody } from "~/components/ui/card";
import { FieldSet } from "~/components/ui/field";
import { useVirtualForm } from "../use-virtual-form";
import { WithVirtual, type VirtualPart } from "../virtual-part";
import { CheckBlocks } from "./check-blocks";

const SPECS: readonly Spec[] = [
  { field: "sendProgram", kind: "quoted" },
  { field: "send", kind: "quoted" },
  { field: "expect", kind: "quoted" },
  { field: "useRegex", kind: "flag" },
];

const LABELS: Readonly<Record<string, string>> = {
  sendProgram: "Sending program",
  send: "Send",
  expect: "Expect",
  useRegex: "Treat expect string as a regular expression",
};

export function MonitoringPart({ id }: { readonly id: string }) {
  return <WithVirtual id={id}>{(part) => <MonitoringForm id={id} part={part} />}</WithVirtual>;
}

function MonitoringForm({ id, part }: { readonly id: string; readonly part: VirtualPart }) {
  const form = useVirtualForm({ id, part, specs: SPECS, labels: LABELS });
  const [program, send] = useWatch({ control: form.form.control, name: ["sendProgram", "send"] });
  return (
    <PartFormFrame form={form} what={id}>
      <Card>
        <CardBody>
          <FieldSet
            title="How real servers are asked"
            note="Every real server is asked at the times of the service timeout. With nothing here, it is up when it takes a connection."
          >
            {program !== "" && send !== "" && (
              <Banner className="mb-3">The sending program is run, and what stands under Send is not sent.</Banner>
            )}
            <DirectiveField field="sendProgram" placeholder="check_web %h %p" />
            <DirectiveField field="send" lines={2} placeholder="GET / HTTP/1.0\r\n\r\n" />
            <DirectiveField field="expect" lines={2} placeholder="any answer" />
            <DirectiveField field="useRegex" />
          </FieldSet>
          <CheckBlocks virtual={part.value} />
        </CardBody>
      </Card>
    </PartFormFrame>
  );
}
