"use client";

import { useLive } from "~/live/use-live";

/** Routers by the hash of what they run now; `live` is false for one that is silent and ran it when it was heard last. */
export type RunningOn = { readonly router: string; readonly live: boolean };

/** Which routers run a text with that hash. */
export function useRunning(): (sha256: string) => readonly RunningOn[] {
  const routers = useLive((state) => state.routers) ?? [];
  return (sha256) =>
    routers
      .filter(({ facts }) => facts?.config.sha256 === sha256)
      .map(({ name, link }) => ({ router: name, live: link.kind === "live" }));
}

/** Changes whenever a router runs something else. */
export const useRunningKey = (): string | undefined =>
  useLive(({ routers }) => routers.map(({ facts }) => facts?.config.sha256 ?? "").join());
