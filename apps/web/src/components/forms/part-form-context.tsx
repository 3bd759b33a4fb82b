"use client";

import { createContext, useContext, type ReactNode } from "react";
import type { PartForm } from "./use-part-form";

const Context = createContext<PartForm | null>(null);

export function PartFormProvider({ form, children }: { readonly form: PartForm; readonly children: ReactNode }) {
  return <Context value={form}>{children}</Context>;
}

/** The form a field stands in. @throws {Error} outside of one. */
export function usePart(): PartForm {
  const form = useContext(Context);
  if (!form) throw new Error("a field stands outside of its form");
  return form;
}
