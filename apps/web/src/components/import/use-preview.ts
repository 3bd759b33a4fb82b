"use client";

import { useMutation } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTRPC } from "~/trpc/client";
import { refusalWords } from "~/trpc/refusal";
import type { ImportPreview } from "../review/answers";
import { tooLargeToSend } from "./read-file";

/** Longer texts are looked at when somebody says so, not at every pause in typing. */
export const BY_HAND_LENGTH = 512 << 10;
const PAUSE_MS = 500;

export type PreviewState = {
  /** Of the text as it is now, or of one before it: see `current`. */
  readonly preview: ImportPreview | null;
  readonly current: boolean;
  readonly looking: boolean;
  /** Why it cannot be looked at, and what to do. */
  readonly refusal: string | null;
  readonly look: () => void;
};

/**
 * What a text would become. Asked for a moment after the last keystroke; at once, and anew, when `renew` changes, because it is told
 * against the draft.
 */
export function usePreview(
  text: string,
  { atOnce, renew }: { readonly atOnce: boolean; readonly renew: unknown },
): PreviewState {
  const { mutate, isPending, error } = useMutation(useTRPC().import.preview.mutationOptions());
  const [found, setFound] = useState<{ readonly text: string; readonly preview: ImportPreview } | null>(null);
  const empty = text.trim() === "";
  const large = useMemo(() => tooLargeToSend(text), [text]);
  const look = useCallback(() => {
    if (!empty && large === null) mutate({ text }, { onSuccess: (preview) => setFound({ text, preview }) });
  }, [text, empty, large, mutate]);
  useEffect(() => {
    if (!atOnce && text.length > BY_HAND_LENGTH) return;
    const timer = setTimeout(look, atOnce ? 0 : PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, atOnce, renew, look]);
  return {
    preview: empty ? null : (found?.preview ?? null),
    current: found?.text === text && !isPending,
    looking: isPending,
    refusal: empty ? null : (large ?? (error ? refusalWords(error) : null)),
    look,
  };
}
