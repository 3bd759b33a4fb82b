import { validateConfig, type ConfigPath, type Finding, type LvsConfig } from "@piranha/lvs/config";
import { blockIds } from "@piranha/lvs/lvs-cf";
import type * as z from "zod";
import { DomainError } from "../domain-error.ts";

/** Something about a field that the operator should know; `""` is the form as a whole. */
export type Warning = { readonly field: string; readonly message: string };

/** Everything wrong with a configuration as a whole. Remembered, since every page that counts problems asks. */
export function findingsOf(config: LvsConfig): readonly Finding[] {
  const known = all.get(config);
  if (known) return known;
  const findings = validateConfig(config);
  all.set(config, findings);
  return findings;
}

const all = new WeakMap<LvsConfig, readonly Finding[]>();

/**
 * A value of a part as its schema has it.
 *
 * @throws {DomainError} `BAD_REQUEST` with a message for every field.
 */
export function parsePart<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields: Record<string, string> = {};
  for (const { path, message } of result.error.issues) fields[path.map(String).join(".")] ??= message;
  throw refusal(fields);
}

/**
 * Refuses a change that brings an error into the configuration; errors that were there before are not its business.
 *
 * @param edited where the changed part is in `next`: what is wrong inside it is said field by field, the rest of the form as a whole.
 * @throws {DomainError} `BAD_REQUEST`.
 */
export function refuseNewErrors(before: LvsConfig, next: LvsConfig, edited: ConfigPath): void {
  const old = new Set(errorsOf(before).map((finding) => keyOf(before, finding)));
  const added = errorsOf(next).filter((finding) => !old.has(keyOf(next, finding)));
  if (added.length === 0) return;
  const fields: Record<string, string> = {};
  const elsewhere: string[] = [];
  for (const finding of added) {
    const field = fieldInside(edited, finding.path);
    if (field === undefined) elsewhere.push(`${partOf(next, finding.path)}: ${finding.message}`);
    else fields[field] ??= finding.message;
  }
  if (elsewhere.length > 0) {
    const more = elsewhere.length - SHOWN;
    fields[""] = elsewhere.slice(0, SHOWN).join(" ") + (more > 0 ? ` And ${String(more)} more.` : "");
  }
  throw refusal(fields);
}

/** The warnings about a part, field by field. */
export const warningsAt = (config: LvsConfig, edited: ConfigPath): Warning[] =>
  findingsOf(config).flatMap(({ severity, path, message }) => {
    const field = severity === "warning" ? fieldInside(edited, path) : undefined;
    return field === undefined ? [] : [{ field, message }];
  });

const SHOWN = 5;

const errorsOf = (config: LvsConfig) => findingsOf(config).filter(({ severity }) => severity === "error");

/** A finding by names instead of places, which change when a block comes or goes. */
const keyOf = (config: LvsConfig, { path, message }: Finding) =>
  `${partOf(config, path)} ${String(path.at(-1))} ${message}`;

function refusal(fields: Record<string, string>): DomainError {
  const messages = Object.entries(fields).map(([field, message]) => (field === "" ? message : `${field}: ${message}`));
  const words = messages.length === 1 ? (messages[0] ?? "") : `${String(messages.length)} entries have to be corrected`;
  return new DomainError("BAD_REQUEST", words, { fields });
}

/** The rest of a path that starts with another one, as forms write it; undefined when it does not. */
function fieldInside(outer: ConfigPath, path: ConfigPath): string | undefined {
  return outer.every((step, at) => path[at] === step) ? path.slice(outer.length).join(".") : undefined;
}

/** `virtual web`, `server web/number1`, for sentences. */
function partOf(config: LvsConfig, [list, index, inner, at]: ConfigPath): string {
  if (list === "global" || typeof index !== "number") return "global";
  const services = list === "failoverServices" ? config.failoverServices : config.virtualServers;
  const id = idsOf(services)[index] ?? "";
  const servers = services[index]?.servers ?? [];
  if (inner === "servers" && typeof at === "number") return `server ${id}/${idsOf(servers)[at] ?? ""}`;
  return `${list === "failoverServices" ? "failover" : "virtual"} ${id}`;
}

const ids = new WeakMap<object, readonly string[]>();

/** {@link blockIds} of a list, remembered. */
export function idsOf(blocks: readonly { readonly name: string }[]): readonly string[] {
  const known = ids.get(blocks) ?? blockIds(blocks);
  ids.set(blocks, known);
  return known;
}
