import type { Revision } from "../review/answers";

/** How a revision came to run. */
export const KIND_WORDS: Readonly<Record<Revision["kind"], string>> = {
  apply: "applied",
  click: "one click",
  import: "imported",
  restore: "restored",
  outside: "from outside",
};
