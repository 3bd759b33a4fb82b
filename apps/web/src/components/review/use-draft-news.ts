"use client";

import { useEffect, useRef, useState } from "react";
import type { DraftFeed } from "~/live/feed";
import { useDraftFeed } from "~/live/use-live";
import { useWho } from "../shell/who";

/** How long after a change of one's own the feed may still be telling it. */
const ECHO_MS = 3_000;

export type DraftNews = {
  /** What somebody else did to the draft since this page was opened, as a sentence; null when nothing. */
  readonly words: string | null;
  readonly dismiss: () => void;
  /** Wraps a change of one's own: what it does to the draft is no news. */
  readonly own: <T>(change: Promise<T>) => Promise<T>;
};

/** Watches the draft for changes by others while a page shows it. */
export function useDraftNews(): DraftNews {
  const draft = useDraftFeed();
  const { name } = useWho();
  const [seen, setSeen] = useState<DraftFeed>();
  const own = useRef(0);
  const version = draft?.version;
  useEffect(() => {
    // the first word, or the echo of what was done here
    if (draft && (seen === undefined || (Date.now() < own.current && draft.version !== seen.version))) setSeen(draft);
  }, [draft, seen, version]);
  return {
    words: draft && seen && draft.version !== seen.version ? newsWords(seen, draft, name) : null,
    dismiss: () => setSeen(draft),
    own: async (change) => {
      own.current = Infinity;
      try {
        return await change;
      } finally {
        own.current = Date.now() + ECHO_MS;
      }
    },
  };
}

function newsWords(seen: DraftFeed, { lastEdit, changes }: DraftFeed, me: string): string {
  if (lastEdit && lastEdit.atMs !== seen.lastEdit?.atMs)
    return lastEdit.author === me
      ? "You changed the draft in another window."
      : `${lastEdit.author} changed the draft while you were here.`;
  if (seen.lastEdit && !lastEdit && changes === 0) return "The draft was applied or discarded while you were here.";
  return "What the routers run was changed while you were here, by a click on Control or outside this console.";
}
