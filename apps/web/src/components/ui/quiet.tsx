import type { ReactNode } from "react";

/** Words that change by themselves, such as an age, inside of something that screen readers hear: they are not read again. */
export function Quiet({ children }: { readonly children: ReactNode }) {
  return <span aria-live="off">{children}</span>;
}
