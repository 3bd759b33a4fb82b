import { DEFAULTS } from "@piranha/lvs/config";
import { directiveOfField, renderDirective, type Directive, type Level } from "@piranha/lvs/lvs-cf";
import { addressPortOf, addressPortText, interfaceAddressOf, maskOf, numberOf, wordOf, wordsOf } from "./text-values";

/** How a field is typed in. */
export type Kind = "text" | "quoted" | "number" | "flag" | "words" | "mask" | "interface" | "addressPort";

/** One field of a part, as a form has it. */
export type Spec = {
  /** In the configuration. */
  readonly field: string;
  readonly kind: Kind;
  /** Of a mask: the form's name of the address beside it. */
  readonly beside?: string;
};

/** What a form holds, by field; an interface has a name of its own, see {@link deviceName}. */
export type Values = Record<string, string | boolean>;
type Part = Readonly<Record<string, unknown>>;

/** The form's name of the interface that goes with an address. */
export const deviceName = (field: string): string => `${field}Device`;

/** What a part looks like in a form. */
export function valuesOf(specs: readonly Spec[], level: Level, part: object): Values {
  const fields = part as Part; // a part is looked up by the fields that specs name
  return Object.fromEntries(specs.flatMap((spec) => entriesOf(spec, level, fields[spec.field])));
}

function entriesOf({ field, kind }: Spec, level: Level, value: unknown): [string, string | boolean][] {
  switch (kind) {
    case "flag":
      return [[field, typeof value === "boolean" ? value : defaultFlag(level, field)]];
    case "interface": {
      const { address = "", device = "" } = (value ?? {}) as { address?: string; device?: string };
      return [
        [field, address],
        [deviceName(field), device],
      ];
    }
    case "addressPort":
      return [[field, value === undefined ? "" : addressPortText(value as { address: string; port?: number })]];
    case "words":
      return [[field, Array.isArray(value) ? value.join("\n") : ""]];
    case "text":
    case "quoted":
    case "number":
    case "mask":
      return [[field, typeof value === "number" ? String(value) : typeof value === "string" ? value : ""]];
  }
}

/**
 * The part with what the form says; the rest of it stays. A switch that stands where nothing is written leaves it at that.
 * Not yet looked at by the schema.
 */
export function partOf(specs: readonly Spec[], level: Level, values: Values, base: object): Part {
  const part: Record<string, unknown> = { ...base };
  for (const spec of specs) {
    const value = valueOf(spec, level, values, (base as Part)[spec.field]);
    if (value === undefined) Reflect.deleteProperty(part, spec.field);
    else part[spec.field] = value;
  }
  return part;
}

function valueOf({ field, kind, beside }: Spec, level: Level, values: Values, was: unknown): unknown {
  const text = typeof values[field] === "string" ? values[field] : "";
  switch (kind) {
    case "flag":
      return was === undefined && values[field] === defaultFlag(level, field) ? undefined : values[field];
    case "number":
      return numberOf(text);
    case "words":
      return wordsOf(text);
    case "mask":
      return maskOf(text, beside === undefined ? "" : String(values[beside] ?? ""));
    case "interface":
      return interfaceAddressOf(text, String(values[deviceName(field)] ?? ""));
    case "addressPort":
      return addressPortOf(text);
    case "quoted":
      return text === "" ? undefined : text;
    case "text":
      return wordOf(text);
  }
}

/** The form's name for a place in a part: `address.device` is an input of its own. Undefined for what the form does not have. */
export function nameOfPath(specs: readonly Spec[], path: string): string | undefined {
  const [field = "", inner] = path.split(".");
  const spec = specs.find((one) => one.field === field);
  return spec && (spec.kind === "interface" && inner === "device" ? deviceName(field) : field);
}

/** The line of lvs.cf that a field becomes; undefined while it is wrong. */
export function lineOf(spec: Spec, level: Level, values: Values, base: object): string | undefined {
  const directive = directiveOfField(level, spec.field);
  if (!directive) return undefined;
  const value = valueOf(spec, level, values, (base as Part)[spec.field]);
  if (value === undefined) return `no ${directive.key} line: ${directive.default}`;
  const parsed = (directive.list ?? directive.schema).safeParse(value);
  if (!parsed.success) return undefined;
  return lines(directive, parsed.data).join("   ");
}

const lines = (directive: Directive, value: unknown): string[] =>
  directive.list && Array.isArray(value)
    ? value.map((item) => renderDirective(directive, item))
    : [renderDirective(directive, value)];

function defaultFlag(level: Level, field: string): boolean {
  const defaults: Part = level === "global" ? DEFAULTS.global : level === "server" ? DEFAULTS.server : DEFAULTS.service;
  return defaults[field] === true;
}
