"use client";

import { useEffect, useRef } from "react";
import type { UseFormReturn } from "react-hook-form";
import { Banner } from "../ui/banner";
import type { Values } from "./spec";

type Props = { readonly form: UseFormReturn<Values>; readonly labels: Readonly<Record<string, string>> };

/** After a try to save: everything that is wrong, each a link to its field. */
export function ErrorSummary({ form, labels }: Props) {
  const { errors, submitCount } = form.formState;
  const box = useRef<HTMLDivElement>(null);
  const wrong = Object.entries(errors).flatMap(([name, error]) =>
    error?.message ? [{ name, message: error.message }] : [],
  );
  const any = wrong.length > 0;
  useEffect(() => {
    // the library puts the focus on the first field; the summary above it should be in sight too
    if (submitCount > 0 && any) box.current?.scrollIntoView({ block: "nearest" });
  }, [submitCount, any]);
  if (submitCount === 0 || !any) return null;
  return (
    <div ref={box} className="scroll-mt-28">
      <Banner
        tone="alarm"
        title={
          wrong.length === 1 ? "One entry has to be corrected" : `${String(wrong.length)} entries have to be corrected`
        }
      >
        <ul className="list-disc pl-5">
          {wrong.map(({ name, message }) => (
            <li key={name}>
              <a
                href={`#${name}`}
                className="underline underline-offset-2"
                onClick={(event) => {
                  event.preventDefault();
                  const field = document.getElementById(name);
                  field?.closest("details")?.setAttribute("open", "");
                  field?.focus();
                }}
              >
                {labels[name] ?? name}
              </a>
              : {message}
            </li>
          ))}
        </ul>
      </Banner>
    </div>
  );
}
