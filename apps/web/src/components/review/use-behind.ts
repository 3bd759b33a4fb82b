"use client";

import { useLive } from "~/live/use-live";
import type { Review } from "./answers";

/** Routers that answer and run another text than the one the draft starts from; undefined until that is known. */
export function useBehind(base: Review["base"] | undefined): readonly string[] | undefined {
  const key = useLive(({ routers }) =>
    routers
      .filter(({ link, facts }) => link.kind === "live" && facts && facts.config.sha256 !== (base?.sha256 ?? ""))
      .map(({ name }) => name)
      .join("\n"),
  );
  return key === undefined ? undefined : key.split("\n").filter(Boolean);
}
