"use client";
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { DraftFeed } from "./feed.ts";
import type { LiveState } from "./state.ts";
import { connectToHub, liveStore, type Line } from "./store.ts";

const store = liveStore(connectToHub);

/** A part of what is known; renders again when that part is another one. Undefined until the console has spoken. */
export function useLive<T>(select: (state: LiveState) => T): T | undefined {
  const last = useRef<{ readonly state: LiveState; readonly select: unknown; readonly value: T } | undefined>(
    undefined,
  );
  const read = () => {
    const { state } = store.get();
    if (!state) return undefined;
    // another selector may look for something else in the same state
    if (last.current?.state !== state || last.current.select !== select)
      last.current = { state, select, value: select(state) };
    return last.current.value;
  };
  return useSyncExternalStore(store.subscribe, read, () => undefined);
}

/** Whether the console is heard. */
export const useLine = (): Line | undefined =>
  useSyncExternalStore(
    store.subscribe,
    () => store.get().line,
    () => undefined,
  );

/** Asks for the figures of these services' servers while the caller is on screen. */
export function useWatch(ids: readonly string[]): void {
  const key = ids.join("\n");
  useEffect(() => store.watch(key === "" ? [] : key.split("\n")), [key]);
}

/** The draft as the console knows it now: for the bar on every page. */
export const useDraftFeed = (): DraftFeed | undefined => useLive((state) => state.draft);
