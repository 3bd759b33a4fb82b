import type { Level } from "@piranha/lvs/lvs-cf";
import { useEffect, useRef, useState } from "react";
import { useForm, type FieldErrors, type UseFormReturn } from "react-hook-form";
import type { ZodType } from "zod";
import { refusalCode, refusalWords } from "~/trpc/refusal";
import { refusedFields } from "./refused-fields";
import { nameOfPath, partOf, valuesOf, type Spec, type Values } from "./spec";

/** A part of the draft, as the server hands it out. */
export type Part<Value> = {
  readonly value: Value;
  readonly hash: string;
  readonly lastEdit: { readonly author: string; readonly atMs: number } | null;
};
export type Warning = { readonly field: string; readonly message: string };

type Options<Value extends object> = {
  readonly part: Part<Value>;
  readonly level: Level;
  readonly specs: readonly Spec[];
  /** In the original's words, by the form's names. */
  readonly labels: Readonly<Record<string, string>>;
  readonly schema: ZodType<Value>;
  /** Hands the change to the server, and resolves with the part as it is then. Rejects with the server's refusal. */
  readonly save: (change: { readonly hash: string; readonly value: Value }) => Promise<Saved<Value>>;
  /** Asks for the part as it is now. */
  readonly load: () => Promise<Part<Value>>;
};
export type Saved<Value> = { readonly part: Part<Value>; readonly warnings: readonly Warning[] };

export type PartForm = {
  readonly form: UseFormReturn<Values>;
  readonly level: Level;
  readonly specs: readonly Spec[];
  readonly labels: Readonly<Record<string, string>>;
  /** The part the entries are based on. */
  readonly base: object;
  readonly dirty: boolean;
  readonly saving: boolean;
  readonly submit: () => void;
  readonly discard: () => void;
  /** What the server found questionable in what was saved last. */
  readonly warnings: readonly Warning[];
  /** Why nothing was saved, where it is nobody's field. */
  readonly failure: string | null;
  /** Somebody else's change of the same part, made while entries here were not saved. */
  readonly theirs: Part<object>["lastEdit"] | undefined;
  readonly loadTheirs: () => void;
  /** Takes theirs for every field that was not touched here. */
  readonly keepMine: () => void;
};

/**
 * A form over one part of the draft. Entries are checked by the part's own schema. While nothing is entered it follows what others
 * change; afterwards it says so and leaves the choice.
 */
export function usePartForm<Value extends object>(options: Options<Value>): PartForm {
  const { part, level, specs, labels, schema, save, load } = options;
  const [base, setBase] = useState(part);
  const [saving, setSaving] = useState(false);
  const [warnings, setWarnings] = useState<readonly Warning[]>([]);
  const [failure, setFailure] = useState<string | null>(null);
  const [newer, setNewer] = useState<Part<Value> | null>(null);
  const baseValue = useRef(base.value);
  const form = useForm<Values>({
    defaultValues: valuesOf(specs, level, part.value),
    mode: "onTouched",
    resolver: (values) => {
      const result = schema.safeParse(partOf(specs, level, values, baseValue.current));
      return result.success ? { values, errors: {} } : { values: {}, errors: errorsOf(result.error.issues, specs) };
    },
  });
  const dirty = form.formState.isDirty;

  const enter = (next: Part<Value>, keepMine = false) => {
    baseValue.current = next.value;
    setBase(next);
    setNewer(null);
    setFailure(null);
    form.reset(valuesOf(specs, level, next.value), { keepDirtyValues: keepMine });
  };

  const seen = useRef(part.hash);
  useEffect(() => {
    if (saving || part.hash === seen.current) return;
    seen.current = part.hash;
    if (part.hash === base.hash) return;
    if (dirty) setNewer(part);
    else enter(part);
  });

  const refuse = async (error: unknown) => {
    const fields = refusedFields(error);
    for (const [path, message] of fields) {
      const name = nameOfPath(specs, path);
      if (name !== undefined) form.setError(name, { type: "server", message });
    }
    const elsewhere = fields.filter(([path]) => nameOfPath(specs, path) === undefined);
    if (refusalCode(error) === "CONFLICT") setNewer(await load().catch(() => null));
    else if (fields.length === 0) setFailure(refusalWords(error));
    else if (elsewhere.length > 0)
      setFailure(elsewhere.map(([path, message]) => (path ? `${path}: ${message}` : message)).join(" "));
  };

  const store = async (values: Values) => {
    const parsed = schema.safeParse(partOf(specs, level, values, baseValue.current));
    if (!parsed.success) return;
    setSaving(true);
    setFailure(null);
    try {
      const saved = await save({ hash: base.hash, value: parsed.data });
      seen.current = saved.part.hash;
      setWarnings(saved.warnings);
      enter(saved.part);
    } catch (error) {
      await refuse(error);
    } finally {
      setSaving(false);
    }
  };

  return {
    form,
    level,
    specs,
    labels,
    base: base.value,
    dirty,
    saving,
    submit: () => void form.handleSubmit(store)(),
    discard: () => enter(newer ?? base),
    warnings,
    failure,
    theirs: newer ? newer.lastEdit : undefined,
    loadTheirs: () => newer && enter(newer),
    keepMine: () => newer && enter(newer, true),
  };
}

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string };

function errorsOf(issues: readonly Issue[], specs: readonly Spec[]): FieldErrors<Values> {
  const errors: FieldErrors<Values> = {};
  for (const { path, message } of issues) {
    const name = nameOfPath(specs, path.map(String).join(".")) ?? "root";
    errors[name] ??= { type: "schema", message };
  }
  return errors;
}
