"use client";

import { directiveOfField } from "@piranha/lvs/lvs-cf";
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useWatch } from "react-hook-form";
import { described, Field } from "../ui/field";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { Switch } from "../ui/switch";
import { Textarea } from "../ui/textarea";
import { usePart } from "./part-form-context";
import { lineOf } from "./spec";

export type Choice = { readonly value: string; readonly label: string };

type Props = {
  /** In the configuration: decides help, default, unit and the line of lvs.cf. */
  readonly field: string;
  /** Instead of the directive's own unit. */
  readonly unit?: string;
  readonly choices?: readonly Choice[];
  /** Ids of a `datalist`. */
  readonly list?: string;
  readonly lines?: number;
  /** Behind the directive's own help. */
  readonly more?: ReactNode;
  readonly placeholder?: string;
  readonly onLeave?: (text: string) => void;
};

/** One directive of lvs.cf: its help, default and unit come from the table of directives. */
export function DirectiveField({ field, more, ...control }: Props) {
  const part = usePart();
  const { form, level, specs, labels, base, warnings } = part;
  const values = useWatch({ control: form.control });
  const directive = directiveOfField(level, field);
  const spec = specs.find((one) => one.field === field);
  if (!directive || !spec) return null;
  const error = form.formState.errors[field]?.message;
  const warning = warnings.find((one) => one.field.split(".")[0] === field)?.message;
  return (
    <Field
      id={field}
      label={labels[field] ?? directive.key}
      error={error}
      line={lineOf(spec, level, definedOf(values), base) ?? ""}
      help={
        <>
          {spec.kind === "flag" ? switchWords(directive.help) : directive.help} {more}
          {warning && (
            <span className="mt-1 flex gap-1.5 text-warn">
              <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
              {warning}
            </span>
          )}
        </>
      }
    >
      <Control
        field={field}
        error={error}
        kind={spec.kind}
        unitOfDirective={directive.unit}
        standard={directive.default}
        {...control}
      />
    </Field>
  );
}

type ControlProps = Omit<Props, "more"> & {
  readonly kind: string;
  readonly error: string | undefined;
  readonly unitOfDirective: string | undefined;
  /** What an empty field means. */
  readonly standard: string;
};

function Control(props: ControlProps) {
  const { field, kind, error, unitOfDirective, standard, unit, choices, list, lines, placeholder, onLeave } = props;
  const { form } = usePart();
  const shared = {
    ...form.register(
      field,
      onLeave ? { onBlur: (event: { target: { value: string } }) => onLeave(event.target.value) } : {},
    ),
    ...described(field, error),
  };
  if (kind === "flag") return <Switch {...shared} className="mt-1.5" />;
  if (choices)
    return (
      <Select {...shared}>
        <option value="">{`Default: ${choices.find(({ value }) => value === standard)?.label ?? standard}`}</option>
        {choices.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
    );
  const hint = placeholder ?? (standard === "none" ? "" : standard);
  if (lines || kind === "words") return <Textarea {...shared} rows={lines ?? 2} placeholder={hint} />;
  return (
    <Input
      {...shared}
      mono={kind !== "number"}
      inputMode={kind === "number" ? "decimal" : undefined}
      unit={unit ?? unitOfDirective}
      placeholder={hint}
      list={list}
    />
  );
}

/** Every field has a value from the start; the library's types do not know. */
const definedOf = (values: Readonly<Record<string, string | boolean | undefined>>): Record<string, string | boolean> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? ""]));

/** The help of a directive that is 1 or 0 in the file, for a switch. */
function switchWords(help: string): string {
  return help.replace(/^1 /, "On: ").replace(/([.;]) 0 /, (_, sign: string) => (sign === "." ? ". Off: " : "; off: "));
}
